package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.AppChanged;
import dev.sandi.event.BlockChanged;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class CheckingARequestTest {

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void aBlockedNumberIsRejectedWithEvidenceAndNotSent() {
    // Given
    block(msisdn.digits(), false, true, null);
    OtpRequested request = Requests.to(msisdn);

    // When
    processor.publish(request);

    // Then
    await().untilAsserted(() -> assertThat(processor.told(request.sessionId())).hasSize(1));
    OtpRejected rejected = (OtpRejected) processor.told(request.sessionId()).get(0);
    assertThat(rejected.check()).isEqualTo("blocked");
    assertThat(rejected.reason()).isEqualTo("msisdn_blocked");
    assertThat(rejected.evidence())
        .containsEntry("scope", "global")
        .containsEntry("matched", msisdn.masked());
    assertThat(processor.inbox(msisdn)).isEmpty();
  }

  @Test
  void aBlockedPrefixRejectsTheNumbersBelowIt() {
    // Given
    block(msisdn.neighbourhood(), true, true, null);
    OtpRequested request = Requests.to(msisdn);

    // When
    processor.publish(request);

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(processor.told(request.sessionId()))
                    .singleElement()
                    .isInstanceOf(OtpRejected.class));
  }

  @Test
  void aBlockOfANumberIsNoBlockOfLongerNumbers() {
    // Given
    block(msisdn.neighbourhood(), false, true, null);

    // When
    processor.publish(Requests.to(msisdn));

    // Then
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
  }

  @Test
  void aBlockThatWasTakenBackOrHasEndedRejectsNothing() {
    // Given
    block(msisdn.digits(), false, true, null);
    block(msisdn.digits(), false, false, null);
    block(msisdn.neighbourhood(), true, true, Processor.CLOCK.instant().plusSeconds(1));
    Processor.CLOCK.advance(Duration.ofSeconds(2));

    // When
    processor.publish(Requests.to(msisdn));

    // Then
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
  }

  @Test
  void anAppInShadowModeSendsAndTheRefusalIsRecorded() {
    // Given
    block(msisdn.digits(), false, true, null);
    OtpRequested base = Requests.to(msisdn);
    AppId app = new AppId("shadow-" + msisdn.digits());
    mode(app, "shadow");
    OtpRequested request =
        new OtpRequested(
            base.sessionId(),
            app,
            false,
            msisdn,
            base.challenge(),
            base.template(),
            null,
            base.timeLimit(),
            null,
            base.requestedAt(),
            null,
            null);

    // When
    processor.publish(request);

    // Then
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
    assertThat(
            processor
                .bean(JdbcTemplate.class)
                .queryForList(
                    "select enforced from check_decisions"
                        + " where session_id = ? and check_name = 'blocked'",
                    Boolean.class,
                    request.sessionId().value()))
        .containsExactly(false);
  }

  private void block(String digits, boolean prefix, boolean blocked, @Nullable Instant until) {
    Processor.CLOCK.advance(Duration.ofMillis(1));
    BlockChanged change =
        new BlockChanged(
            digits, prefix, null, blocked, "test", "admin", until, Processor.CLOCK.instant());
    processor.publish(change);
    awaitRow(
        "select count(*) from blocks where key = ? and changed_at = ?",
        change.key(),
        change.changedAt());
  }

  private void mode(AppId app, String mode) {
    AppChanged change =
        new AppChanged(
            app, false, true, false, List.of(), Map.of("blocked", mode), Processor.CLOCK.instant());
    processor.publish(change);
    awaitRow(
        "select count(*) from apps where app_id = ? and changed_at = ?",
        app.value(),
        change.changedAt());
  }

  private void awaitRow(String sql, String key, Instant changedAt) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        processor
                            .bean(JdbcTemplate.class)
                            .queryForObject(
                                sql,
                                Long.class,
                                key,
                                changedAt
                                    .truncatedTo(java.time.temporal.ChronoUnit.MICROS)
                                    .atOffset(java.time.ZoneOffset.UTC)))
                    .isEqualTo(1));
  }
}
