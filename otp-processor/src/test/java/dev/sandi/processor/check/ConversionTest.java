package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class ConversionTest {

  private static final long NUMBER = 6281234560000L;

  private final JdbcTemplate jdbc = Processor.shared().bean(JdbcTemplate.class);
  private final TrafficHistory history = Processor.shared().bean(TrafficHistory.class);
  private final Clock clock = Processor.shared().bean(Clock.class);
  private final Conversion check = new Conversion(history, clock);
  private final Traffic traffic = new Traffic();
  private final String owner = "conversion-" + System.nanoTime();

  @Test
  void aPrefixThatFallsFarBelowItsHistoryIsRefused() {
    // Given
    counted("628123456", 30, 1000, 700);
    counted("628123456", 0, 60, 0);
    traffic.ask(owner, NUMBER);
    traffic.ask(owner, NUMBER + 10_000);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(0);
    assertThat(refusals.get(0).reason()).isEqualTo("low_conversion");
    assertThat(refusals.get(0).evidence())
        .containsEntry("prefix", "628123456*")
        .containsEntry("sent", 60L)
        .containsEntry("verified", 0L)
        .containsEntry("usual_percent", 70L);
  }

  @Test
  void aFewMessagesWithoutAVerificationSayNothing() {
    // Given
    counted("628123456", 30, 1000, 700);
    counted("628123456", 0, 29, 0);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void aNewPrefixIsComparedWithAllOfItsOwner() {
    // Given
    counted("*", 30, 10_000, 7000);
    counted("628123456", 0, 60, 1);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(0);
  }

  @Test
  void anOwnerThatNeverVerifiesHasNothingToFallFrom() {
    // Given
    counted("*", 30, 10_000, 0);
    counted("628123456", 30, 1000, 0);
    counted("628123456", 0, 500, 0);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void aCountryIsWatchedAsAWhole() {
    // Given
    counted("ID", 30, 10_000, 7000);
    counted("ID", 0, 400, 3);
    traffic.ask(owner, NUMBER);
    traffic.ask(owner, 6581234567L);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(0);
    assertThat(refusals.get(0).evidence()).containsEntry("region", "ID");
  }

  @Test
  void itRecoversWhenTheHoursHaveGoneBy() {
    // Given
    counted("628123456", 30, 1000, 700);
    counted("628123456", 5, 60, 0);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void sessionsAreCountedOnceWhenTheirCodesAreRipe() {
    // Given: two of three were verified, half an hour ago, for an app of this owner
    Instant then = clock.instant().minus(Duration.ofMinutes(40));
    jdbc.update("update traffic_mark set counted_to = null");
    for (int n = 0; n < 3; n++) {
      jdbc.update(
          """
          insert into sessions (session_id, app_id, msisdn, challenge, sandbox, template,
            traceparent, requested_at, expires_at, state, sent_at, verified_at)
          values (?, ?, ?, 'default', false, '$OTP', '', ?, ?, 'sent', ?, ?)
          """,
          SessionId.at(then).value(),
          owner,
          "628199999999" + n,
          then.atOffset(ZoneOffset.UTC),
          then.atOffset(ZoneOffset.UTC),
          then.atOffset(ZoneOffset.UTC),
          n == 0 ? null : then.atOffset(ZoneOffset.UTC));
    }

    // When
    CountTraffic count = Processor.shared().bean(CountTraffic.class);
    count.count();
    count.count();

    // Then
    assertThat(
            jdbc.queryForList(
                "select area || ' ' || sent || ' ' || verified from traffic_hours where owner = ?",
                String.class,
                owner))
        .containsExactlyInAnyOrder("628199999 3 2", "ID 3 2", "* 3 2");
  }

  private void counted(String area, int hoursAgo, int sent, int verified) {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hoursAgo));
    jdbc.update(
        "insert into traffic_hours (hour, owner, area, sent, verified) values (?, ?, ?, ?, ?)",
        UuidV7.lowerBound(hour),
        owner,
        area,
        sent,
        verified);
    history.reload();
  }
}
