package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SimulatedOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Simulated handsets beside a real gateway, here one that answers nobody. */
@RequiresInfrastructure
class ChoosingAnOutcomeTest {

  private static Infrastructure own;
  private static Processor processor;

  private final PhoneNumber msisdn = Processor.freshNumber();

  @BeforeAll
  static void startAll() {
    own = Infrastructure.isolated();
    processor = start();
  }

  private static Processor start() {
    return Processor.start(own, Map.of("sandi.processor.gateway", "held"));
  }

  @AfterAll
  static void stopAll() {
    processor.close();
    own.close();
  }

  @Test
  void aDeliveredMessageIsOnTheHandsetAndToldAsDelivered() {
    // When
    OtpRequested request = publish(SimulatedOutcome.DELIVERED);

    // Then
    awaitTold(request, OtpSent.class, OtpDelivered.class);
    assertThat(processor.inbox(msisdn)).containsExactly("Your verification code is 246810");
  }

  @Test
  void anUndeliveredMessageIsToldWithAReasonAndOnNoHandset() {
    // When
    OtpRequested request = publish(SimulatedOutcome.UNDELIVERED);

    // Then
    awaitTold(request, OtpSent.class, OtpUndelivered.class);
    OtpSent sent = (OtpSent) processor.told(request.sessionId()).get(0);
    OtpUndelivered undelivered = (OtpUndelivered) processor.told(request.sessionId()).get(1);
    assertThat(undelivered.gateway()).isEqualTo("simulator");
    assertThat(undelivered.messageId()).isEqualTo(sent.messageId());
    assertThat(undelivered.reason()).isEqualTo("absent_subscriber");
    assertThat(processor.inbox(msisdn)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"FAILED, operator_refused", "UNREACHABLE, operator_unreachable"})
  void aMessageThatTheOperatorDoesNotTakeIsToldAsFailed(SimulatedOutcome outcome, String reason) {
    // When
    OtpRequested request = publish(outcome);

    // Then
    awaitTold(request, OtpFailed.class);
    OtpFailed failed = (OtpFailed) processor.told(request.sessionId()).get(0);
    assertThat(failed.gateway()).isEqualTo("simulator");
    assertThat(failed.reason()).isEqualTo(reason);
    assertThat(processor.inbox(msisdn)).isEmpty();
  }

  @Test
  void aLateReportIsToldLate() {
    // Given
    OtpRequested request = publish(SimulatedOutcome.LATE);
    awaitTold(request, OtpSent.class);

    // When
    Processor.CLOCK.advance(Duration.ofSeconds(29));
    PhoneNumber later = Processor.freshNumber();
    OtpRequested prompt = Requests.simulated(later, SimulatedOutcome.DELIVERED, "246810");
    processor.publish(prompt);
    awaitTold(prompt, OtpSent.class, OtpDelivered.class);

    // Then: a report that was due by then has been told, and this one not
    assertThat(processor.inbox(msisdn)).hasSize(1);
    assertThat(processor.told(request.sessionId())).hasSize(1);
    Processor.CLOCK.advance(Duration.ofSeconds(1));
    awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @Test
  void aLateReportSurvivesARestart() {
    // Given
    OtpRequested request = publish(SimulatedOutcome.LATE);
    awaitTold(request, OtpSent.class);

    // When
    processor.close();
    Processor.CLOCK.advance(Duration.ofSeconds(31));
    processor = start();

    // Then
    awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNDELIVERED", "LATE"})
  void theCodeOfAMessageWithoutAReportOrABadOneIsVerified(SimulatedOutcome outcome) {
    // Given
    OtpRequested request = publish(outcome);
    await().untilAsserted(() -> assertThat(processor.told(request.sessionId())).isNotEmpty());

    // When
    String verdict = processor.verifySimulated(msisdn, "246810").get("outcome").asString();

    // Then
    assertThat(verdict).isEqualTo("verified");
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .anyMatch(OtpVerified.class::isInstance));
  }

  @Test
  void aSandboxWithoutAChosenOutcomeNeverReachesTheRealGateway() {
    // Given
    OtpRequested request = Requests.sandboxed(msisdn);

    // When
    processor.publish(request);

    // Then
    awaitTold(request, OtpSent.class, OtpDelivered.class);
    assertThat(processor.bean(HeldGateway.class).submits(request.sessionId())).isZero();
  }

  @Test
  void noCheckIsAskedAboutAChosenOutcome() {
    // Given
    processor.publish(
        new BlockChanged(
            msisdn.digits(), false, null, true, "test", "admin", null, Processor.CLOCK.instant()));
    await()
        .until(
            () ->
                processor
                        .bean(JdbcTemplate.class)
                        .queryForObject(
                            "select count(*) from blocks where digits = ?",
                            Integer.class,
                            msisdn.digits())
                    == 1);

    // When
    OtpRequested request = publish(SimulatedOutcome.DELIVERED);

    // Then
    awaitTold(request, OtpSent.class, OtpDelivered.class);
  }

  private OtpRequested publish(SimulatedOutcome outcome) {
    OtpRequested request = Requests.simulated(msisdn, outcome, "246810");
    processor.publish(request);
    return request;
  }

  private static void awaitTold(OtpRequested request, Class<?>... types) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .extracting(Object::getClass)
                    .isEqualTo(List.of(types)));
  }
}
