package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.AppChanged;
import dev.sandi.event.BlockChanged;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class CheckingARequestTest {

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();
  private final AppId app = new AppId("shadow-" + msisdn.digits());

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
    mode(app, "shadow");
    OtpRequested request = requestOf(app);

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

  @Test
  void whatShadowModeLetPassIsCountedByCheck() {
    // Given
    block(msisdn.digits(), false, true, null);
    mode(app, "shadow");
    assertThat(letPass("blocked").get("last_24_hours").asInt()).isZero();

    // When
    processor.publish(requestOf(app));

    // Then
    await()
        .untilAsserted(
            () -> assertThat(letPass("blocked").get("last_24_hours").asInt()).isEqualTo(1));
    assertThat(letPass("blocked").get("today").asInt()).isEqualTo(1);
    assertThat(letPass("blocked").get("more").asBoolean()).isFalse();
    assertThat(letPass("spam").get("last_24_hours").asInt()).isZero();
  }

  @Test
  void whatAnotherCheckRefusedWasNotLetPass() {
    // Given
    SessionId session = Requests.to(msisdn).sessionId();

    // When
    decide(session, "blocked", false);
    decide(session, "spam", true);
    decide(Requests.to(msisdn).sessionId(), "spam", false);

    // Then
    assertThat(letPass("blocked").get("last_24_hours").asInt()).isZero();
    assertThat(letPass("spam").get("last_24_hours").asInt()).isEqualTo(1);
  }

  @Test
  void whatWasTriedInTheSandboxWasNotLetPass() {
    // Given
    block(msisdn.digits(), false, true, null);
    mode(app, "shadow");
    OtpRequested tried = requestOf(app, true);

    // When
    processor.publish(tried);
    processor.publish(requestOf(app, false));

    // Then: both were decided about
    await()
        .untilAsserted(
            () ->
                assertThat(
                        processor
                            .bean(JdbcTemplate.class)
                            .queryForList(
                                "select session_id from check_decisions where app_id = ?",
                                UUID.class,
                                app.value()))
                    .hasSize(2)
                    .contains(tried.sessionId().value()));
    assertThat(letPass("blocked").get("last_24_hours").asInt()).isEqualTo(1);
  }

  @Test
  void whatShadowModeLetPassIsCountedToABound() {
    // Given
    long day = Processor.CLOCK.instant().toEpochMilli();

    // When
    processor
        .bean(JdbcTemplate.class)
        .update(
            """
            insert into check_decisions
              (session_id, app_id, check_name, enforced, reason, evidence, decided_at)
            select (lpad(to_hex(?::bigint), 12, '0') || '7000800' || lpad(n::text, 13, '0'))::uuid,
              ?, 'spam', false, 'link', '{}', now()
            from generate_series(1, 10001) n
            """,
            day,
            app.value());

    // Then
    assertThat(letPass("spam").get("more").asBoolean()).isTrue();
    assertThat(letPass("spam").get("last_24_hours").asInt()).isEqualTo(10_000);
  }

  private OtpRequested requestOf(AppId app) {
    return requestOf(app, false);
  }

  private OtpRequested requestOf(AppId app, boolean sandbox) {
    OtpRequested base = Requests.to(msisdn);
    return new OtpRequested(
        base.sessionId(),
        app,
        sandbox,
        msisdn,
        base.challenge(),
        base.template(),
        null,
        base.timeLimit(),
        null,
        base.requestedAt(),
        null,
        null);
  }

  private void decide(SessionId session, String check, boolean enforced) {
    processor
        .bean(JdbcTemplate.class)
        .update(
            "insert into check_decisions"
                + " (session_id, app_id, check_name, enforced, reason, evidence, decided_at)"
                + " values (?, ?, ?, ?, 'some', '{}', now())",
            session.value(),
            app.value(),
            check,
            enforced);
  }

  private JsonNode letPass(String check) {
    String told =
        processor
            .getAs("/internal/v1/apps/" + app.value() + "/shadow", RunningService.INTERNAL_TOKEN)
            .body();
    return JsonMapper.shared().readTree(told).get("checks").values().stream()
        .filter(each -> each.get("check").asString().equals(check))
        .findFirst()
        .orElseThrow();
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
