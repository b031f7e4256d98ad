package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of a gateway that asks for less at a time. */
@RequiresInfrastructure
class ThrottledMessagesTest {

  private static Infrastructure own;
  private static Processor processor;
  private static PeerRoutes routes;
  private static int tests;

  private final String gateway = "throttling-" + tests++;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, Map.of());
    routes = new PeerRoutes(processor);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @BeforeEach
  void defineGateway() {
    routes.define(gateway);
    routes.peer(gateway).now(Manner.BUSY);
  }

  @Test
  void aMessageIsSentAsSoonAsItsGatewayTakesItHoweverOftenItWasPutOff() {
    // Given
    OtpRequested request = routes.publish();
    await().until(() -> routes.peer(gateway).submits().size() >= 6);

    // When
    routes.peer(gateway).now(Manner.ACCEPTS);

    // Then: without the clock, by which pauses are kept
    routes.awaitSent(List.of(request), gateway);
  }

  @Test
  void aMessageThatWasPutOffIsSentBeforeThoseThatCameLater() {
    // Given
    OtpRequested early = routes.publish();
    await().until(() -> !routes.peer(gateway).submits().isEmpty());
    routes.peer(gateway).now(Manner.FULL);
    await().until(() -> routes.waitingFor(gateway) == 1);
    Processor.CLOCK.advance(Duration.ofMillis(1));
    List<OtpRequested> later = routes.publish(3);
    await().until(() -> routes.waitingFor(gateway) == 4);
    routes.peer(gateway).submits().clear();

    // When
    routes.peer(gateway).now(Manner.ACCEPTS);

    // Then
    await().until(() -> routes.peer(gateway).submits().size() == 4);
    assertThat(routes.peer(gateway).submits().peek()).isEqualTo(early.sessionId());
    routes.awaitSent(later, gateway);
  }

  @Test
  void aMessageIsNotOfferedOverAndOverWithoutAPause() throws InterruptedException {
    // Given
    SessionId session = routes.publish().sessionId();
    await().until(() -> routes.peer(gateway).submits().contains(session));

    // When
    int before = routes.peer(gateway).submits().size();
    TimeUnit.SECONDS.sleep(1);

    // Then
    assertThat(routes.peer(gateway).submits().size() - before).isBetween(2, 12);
    routes.peer(gateway).now(Manner.ACCEPTS);
  }

  @Test
  void beingPutOffDoesNotPostponeAMessageThatFailsAfterwards() {
    // Given
    OtpRequested request = routes.publish();
    await().until(() -> routes.peer(gateway).submits().size() >= 6);
    routes.peer(gateway).now(Manner.UNAVAILABLE);
    int submits = routes.peer(gateway).submits().size();
    await().until(() -> routes.peer(gateway).submits().size() > submits);
    await().until(() -> routes.waitingFor(gateway) == 1);

    // When: the pause of a first failure
    routes.peer(gateway).now(Manner.ACCEPTS);
    Processor.CLOCK.advance(Duration.ofSeconds(1));

    // Then
    routes.awaitSent(List.of(request), gateway);
  }
}
