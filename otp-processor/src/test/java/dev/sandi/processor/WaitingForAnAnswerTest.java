package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpVerified;
import dev.sandi.processor.sending.SubmitResult;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class WaitingForAnAnswerTest {

  private static Infrastructure own;
  private static Processor processor;
  private static HeldGateway gateway;

  private final PhoneNumber msisdn = Processor.freshNumber();

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor =
        Processor.start(
            own, Map.of("sandi.processor.gateway", "held", "sandi.processor.submit-lease", "10m"));
    gateway = processor.bean(HeldGateway.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aCodeThatIsVerifiedBeforeTheGatewayAnswersIsToldAsSentFirst() {
    // Given
    OtpRequested request = submitted(Requests.withCode(msisdn, "abc123"));

    // When
    String outcome = processor.verify(msisdn, "abc123").get("outcome").asString();
    gateway.answer(request.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    assertThat(outcome).isEqualTo("verified");
    awaitTold(request, OtpSent.class, OtpVerified.class);
  }

  @Test
  void aCodeThatExpiresBeforeTheGatewayAnswersIsToldAsSentAndExpired() {
    // Given
    OtpRequested request = submitted(Requests.withLimit(msisdn, 30));

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(31));
    awaitEnded(request);
    gateway.answer(request.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    awaitTold(request, OtpSent.class, OtpExpired.class);
  }

  @Test
  void aMessageThatTheGatewayRefusesIsToldAsFailedWithItsWords() {
    // Given
    OtpRequested request = submitted(Requests.to(msisdn));

    // When
    gateway.answer(request.sessionId(), new SubmitResult.Refused("invalid_destination", "11"));

    // Then
    awaitTold(request, OtpFailed.class);
    OtpFailed failed = (OtpFailed) processor.told(request.sessionId()).get(0);
    assertThat(failed.reason()).isEqualTo("invalid_destination");
    assertThat(failed.gateway()).isEqualTo("held");
    assertThat(failed.detail()).isEqualTo("11");
  }

  @Test
  void aMessageWhoseCodeWasReplacedBeforeTheGatewayAnswersEndsWithItsCode() {
    // Given
    OtpRequested first = submitted(Requests.withCode(msisdn, "first1"));

    // When
    submitted(Requests.withCode(msisdn, "second"));
    gateway.answer(first.sessionId(), new SubmitResult.Accepted("m1"));

    // Then
    awaitTold(first, OtpSent.class, OtpExpired.class);
  }

  private OtpRequested submitted(OtpRequested request) {
    processor.publish(request);
    await().until(() -> gateway.has(request.sessionId()));
    return request;
  }

  private void awaitEnded(OtpRequested request) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        processor
                            .bean(JdbcTemplate.class)
                            .queryForList(
                                "select ended_at from sessions where session_id = ?",
                                java.time.OffsetDateTime.class,
                                request.sessionId().value()))
                    .doesNotContainNull());
  }

  private void awaitTold(OtpRequested request, Class<?>... events) {
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(events)));
  }
}
