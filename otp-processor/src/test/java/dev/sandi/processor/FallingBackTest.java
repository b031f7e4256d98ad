package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static dev.sandi.processor.SentMessages.freshId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class FallingBackTest {

  private static final Duration AFTER = Duration.ofSeconds(20);
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sandi.processor.gateway",
          GATEWAY,
          "sandi.processor.submit-lease",
          "10m",
          "sandi.processor.stall",
          "1d");

  private static Infrastructure own;
  private static Processor processor;
  private static SentMessages messages;

  private final PhoneNumber msisdn = Processor.freshNumber();
  private final String first = freshId();
  private final String second = freshId();

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, PROPERTIES);
    messages = new SentMessages(processor);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aMessageWithoutAReportInTimeIsSentAgain() {
    // Given
    OtpRequested request = sent(AFTER, false);

    // When
    Processor.CLOCK.advance(AFTER);

    // Then
    messages.awaitSubmits(request, 2);
    messages.accept(request, second);
    messages.delivered(second);
    messages.awaitTold(request, OtpSent.class, OtpSent.class, OtpDelivered.class);
    assertThat(((OtpDelivered) messages.told(request).get(2)).messageId()).isEqualTo(second);
  }

  @Test
  void aNegativeReportSendsAgainInsteadOfBeingTold() {
    // Given
    OtpRequested request = sent(null, true);

    // When
    messages.undelivered(first);

    // Then
    messages.awaitSubmits(request, 2);
    messages.accept(request, second);
    messages.assertTold(request, OtpSent.class, OtpSent.class);
    messages.delivered(second);
    messages.awaitTold(request, OtpSent.class, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void aNegativeReportIsToldWhenNoGatewayIsLeft() {
    // Given
    OtpRequested request = sent(null, true);
    messages.undelivered(first);
    messages.awaitSubmits(request, 2);
    messages.accept(request, second);

    // When
    messages.undelivered(second);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpSent.class, OtpUndelivered.class);
    assertThat(((OtpUndelivered) messages.told(request).get(2)).messageId()).isEqualTo(second);
  }

  @Test
  void aNegativeReportIsToldAtOnceWhereOnlyTimeSendsAgain() {
    // Given
    OtpRequested request = sent(AFTER, false);

    // When
    messages.undelivered(first);
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    Processor.CLOCK.advance(AFTER);

    // Then
    assertNotSentAgain(request);
  }

  @Test
  void aNegativeReportWaitsForTheFirstGatewayThatSaidNothingYet() {
    // Given
    OtpRequested request = sent(AFTER, false);
    Processor.CLOCK.advance(AFTER);
    messages.awaitSubmits(request, 2);
    messages.accept(request, second);
    messages.undelivered(second);
    messages.awaitMatched(second);
    messages.assertTold(request, OtpSent.class, OtpSent.class);

    // When
    messages.undelivered(first);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpSent.class, OtpUndelivered.class);
  }

  @Test
  void aLatePositiveReportOfTheFirstGatewayIsTold() {
    // Given
    OtpRequested request = sent(AFTER, true);
    Processor.CLOCK.advance(AFTER);
    messages.awaitSubmits(request, 2);
    messages.accept(request, second);

    // When
    messages.delivered(first);
    messages.awaitTold(request, OtpSent.class, OtpSent.class, OtpDelivered.class);
    messages.delivered(second);
    messages.awaitMatched(second);

    // Then
    messages.assertTold(request, OtpSent.class, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void aLateNegativeReportOfTheFirstGatewaySendsNothingAThirdTime() {
    // Given
    OtpRequested request = sent(AFTER, true);
    Processor.CLOCK.advance(AFTER);
    messages.awaitSubmits(request, 2);
    messages.accept(request, second);
    messages.addFallback(request, null, true);

    // When
    messages.undelivered(first);
    messages.awaitMatched(first);

    // Then
    messages.assertTold(request, OtpSent.class, OtpSent.class);
    assertThat(messages.submits(request)).isEqualTo(2);
  }

  @Test
  void aNegativeReportIsToldIfTheOtherGatewayRefuses() {
    // Given
    OtpRequested request = sent(null, true);
    messages.undelivered(first);
    messages.awaitSubmits(request, 2);

    // When
    messages.answer(request, new SubmitResult.Refused("invalid_destination", "11", false));
    messages.assertTold(request, OtpSent.class);
    Processor.CLOCK.advance(Duration.ofSeconds(10));

    // Then
    messages.awaitTold(request, OtpSent.class, OtpUndelivered.class);
    assertThat(((OtpUndelivered) messages.told(request).get(1)).messageId()).isEqualTo(first);
  }

  @Test
  void aLatePositiveReportCallsBackWhatNoGatewayHasYet() {
    // Given
    OtpRequested request = sent(AFTER, true);
    Processor.CLOCK.advance(AFTER);
    messages.awaitSubmits(request, 2);
    messages.answer(request, new SubmitResult.Unavailable("busy"));
    await().untilAsserted(() -> assertThat(onItsWay(request, "claim_id is null")).isOne());

    // When
    messages.delivered(first);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpDelivered.class);
    assertThat(onItsWay(request, "true")).isZero();
  }

  @Test
  void nothingIsSentAgainAfterADelivery() {
    // Given
    OtpRequested request = sent(AFTER, true);
    messages.delivered(first);
    messages.awaitTold(request, OtpSent.class, OtpDelivered.class);

    // When
    Processor.CLOCK.advance(AFTER);

    // Then
    assertNotSentAgain(request);
  }

  @Test
  void nothingIsSentAgainAfterAVerification() {
    // Given
    OtpRequested request = sent(Requests.withCode(msisdn, "abc123"), AFTER, true);
    processor.verify(msisdn, "abc123");

    // When
    Processor.CLOCK.advance(AFTER);
    messages.undelivered(first);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpVerified.class, OtpUndelivered.class);
    assertNotSentAgain(request);
  }

  @Test
  void nothingIsSentAgainAfterTheCodesEnd() {
    // Given
    OtpRequested request = sent(Requests.withLimit(msisdn, 30), Duration.ofSeconds(40), true);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(40));
    messages.awaitTold(request, OtpSent.class, OtpExpired.class);
    messages.undelivered(first);

    // Then
    messages.awaitTold(request, OtpSent.class, OtpExpired.class, OtpUndelivered.class);
    assertNotSentAgain(request);
  }

  @Test
  void twoCopiesSendAgainOnce() {
    // Given
    OtpRequested request = sent(AFTER, true);
    try (Processor copy = Processor.start(own, PROPERTIES)) {
      SentMessages there = new SentMessages(copy);

      // When
      Processor.CLOCK.advance(AFTER);
      there.undelivered(first);
      messages.undelivered(first);

      // Then
      await().until(() -> messages.submits(request) + there.submits(request) >= 2);
      messages.assertTold(request, OtpSent.class);
      assertThat(messages.submits(request) + there.submits(request)).isEqualTo(2);
    }
  }

  private OtpRequested sent(@Nullable Duration after, boolean whenUndelivered) {
    return sent(Requests.withLimit(msisdn, 3600), after, whenUndelivered);
  }

  private OtpRequested sent(
      OtpRequested request, @Nullable Duration after, boolean whenUndelivered) {
    messages.sent(request, first);
    messages.addFallback(request, after, whenUndelivered);
    return request;
  }

  private static long onItsWay(OtpRequested request, String condition) {
    return messages.count(
        "submissions where session_id = ? and " + condition, request.sessionId().value());
  }

  private void assertNotSentAgain(OtpRequested request) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        messages.count(
                            "fallbacks where session_id = ?", request.sessionId().value()))
                    .isZero());
    await()
        .during(Duration.ofMillis(700))
        .untilAsserted(() -> assertThat(messages.submits(request)).isEqualTo(1));
  }
}
