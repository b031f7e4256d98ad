package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages whose answer never came: a setting says what becomes of them, and a route another. */
@RequiresInfrastructure
class PerhapsSentTest {

  private Infrastructure own;

  @BeforeEach
  void start() {
    own = Infrastructure.isolated();
  }

  @AfterEach
  void stop() {
    own.close();
  }

  @ParameterizedTest
  @CsvSource({"fail,", "resend,FAIL"})
  void whereDoubtsEndAMessageItFailsAndIsNotSubmittedAgain(
      String setting, @Nullable Ambiguous ofRoute) {
    try (Processor processor = start(setting)) {
      // Given
      PeerRoutes routes = new PeerRoutes(processor);
      OtpRequested request = lost(routes, ofRoute);

      // Then
      await().until(() -> !processor.told(request.sessionId()).isEmpty());
      assertThat(processor.told(request.sessionId()))
          .singleElement()
          .isInstanceOfSatisfying(
              OtpFailed.class, failed -> assertThat(failed.reason()).isEqualTo("ambiguous"));
      assertThat(routes.peer("first").submits()).hasSize(1);
      assertThat(routes.peer("second").submits()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"resend,", "fail,RESEND"})
  void whereDoubtsAreSettledByASecondSmsItIsSubmittedAgain(
      String setting, @Nullable Ambiguous ofRoute) {
    try (Processor processor = start(setting)) {
      // Given
      PeerRoutes routes = new PeerRoutes(processor);
      OtpRequested request = lost(routes, ofRoute);

      // Then
      routes.awaitSent(List.of(request), "second");
      assertThat(processor.told(request.sessionId())).singleElement().isInstanceOf(OtpSent.class);
    }
  }

  private Processor start(String ambiguous) {
    return Processor.start(own, Map.of("sandi.processor.ambiguous", ambiguous));
  }

  /** One that fails as it is given a message has perhaps sent it. */
  private static OtpRequested lost(PeerRoutes routes, @Nullable Ambiguous ofRoute) {
    routes.define("first", "second");
    routes.route(ofRoute, "first", "second");
    routes.peer("first").now(Manner.LOSES);
    OtpRequested request = routes.publish();
    await().until(() -> routes.peer("first").submits().size() == 1);
    return request;
  }
}
