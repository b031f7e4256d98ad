package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@RequiresInfrastructure
class ConversionTest {

  private static final long NUMBER = 6281234560000L;

  /** Hours; no more than the days back that have a partition at any time of the day. */
  private static final int WEEK = 7 * 24;

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
    counted("628123456", 0, 19, 0);
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
  void onTheFirstDayOfAnOwnerAPrefixIsComparedWithTheOthersOfTheDay() {
    // Given
    counted("*", 0, 160, 80);
    counted("628123456", 0, 60, 0);
    counted("628123457", 0, 60, 40);
    traffic.ask(owner, NUMBER);
    traffic.ask(owner, NUMBER + 10_000);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(0);
    assertThat(refusals.get(0).evidence()).containsEntry("usual_percent", 80L);
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
    counted("628123456", 26, 60, 0);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void anAttackDoesNotBecomeTheHistoryThatItIsComparedWith() {
    // Given: nothing was ever verified here, since yesterday's attack was the first to come
    counted("*", WEEK, 10_000, 8000);
    counted("628123456", 48, 60, 0);
    counted("628123456", 0, 60, 1);
    traffic.ask(owner, NUMBER);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(0);
    assertThat(refusals.get(0).evidence()).containsEntry("usual_percent", 80L);
  }

  @Test
  void aPrefixThatAlwaysConvertedLessIsComparedWithItself() {
    // Given: a third of the usual, and then a seventh
    counted("*", WEEK, 10_000, 9000);
    counted("628123456", WEEK, 1000, 300);
    counted("628123456", 0, 30, 4);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void howFarItFellHasToBeBeyondChance() {
    // Given: less than a quarter of the usual, as one of a hundred such prefixes may have it
    counted("*", WEEK, 10_000, 8000);
    counted("628123456", 0, 22, 3);
    counted("628123457", 0, 220, 30);
    traffic.ask(owner, NUMBER);
    traffic.ask(owner, NUMBER + 10_000);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(1);
  }

  @Test
  void whatHasABadRecordIsRefusedSoonerWhenItComesAgain() {
    // Given: an attack of yesterday, and a first few messages of today
    counted("*", WEEK, 10_000, 8000);
    counted("628123456", 27, 60, 0);
    counted("628123456", 0, 5, 0);
    counted("628123457", 0, 5, 0);
    traffic.ask(owner, NUMBER);
    traffic.ask(owner, NUMBER + 10_000);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(0);
  }

  @Test
  void aBadRecordIsForgivenAsSoonAsCodesAreVerifiedAgain() {
    // Given
    counted("*", WEEK, 10_000, 8000);
    counted("628123456", 27, 60, 0);
    counted("628123456", 0, 5, 2);
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void messagesThatComeOneByOneAddUp() {
    // Given: never more than three in an hour
    counted("*", WEEK, 10_000, 8000);
    for (int hour = 0; hour < 10; hour++) {
      counted("628123456", hour, 3, 0);
    }
    traffic.ask(owner, NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(0);
  }

  @Test
  void theBusiestHourIsRememberedThoughOldHoursAreKeptTogether() {
    // Given
    counted("628123456", 100, 40, 20);
    counted("628123456", 101, 70, 30);
    counted("628123456", 2, 50, 20);

    // When / Then
    assertThat(history.busiestHour(owner, "628123456")).isEqualTo(70);
    assertThat(
            history.between(
                owner,
                "628123456",
                clock.instant().minus(Duration.ofDays(13)),
                clock.instant().minus(Duration.ofHours(1))))
        .isEqualTo(new TrafficHistory.Count(160, 70));
  }

  @Test
  void aMessageThatIsAloneInItsTenMinutesIsCountedIfThePrefixHadOneBefore() {
    // Given: one every fifteen minutes below a prefix, and one of a prefix that has no other
    Instant then = clock.instant().minus(Duration.ofHours(2));
    jdbc.update("update traffic_mark set counted_to = null");
    for (int n = 0; n < 4; n++) {
      session("62819999888" + (10 + n), then.plus(Duration.ofMinutes(15L * n)), false);
    }
    session("6281999977700", then, false);

    // When
    Processor.shared().bean(CountTraffic.class).count();

    // Then: of the first nothing was known yet
    assertThat(
            jdbc.queryForList(
                "select area || ' ' || sum(sent) from traffic_hours where owner = ? group by area",
                String.class,
                owner))
        .containsExactlyInAnyOrder("628199998 3", "ID 5", "* 5");
  }

  @Test
  void sessionsAreCountedOnceWhenTheirCodesAreRipe() {
    // Given: two of three were verified, half an hour ago, for an app of this owner
    Instant then = clock.instant().minus(Duration.ofMinutes(40));
    jdbc.update("update traffic_mark set counted_to = null");
    for (int n = 0; n < 3; n++) {
      session("628199999999" + n, then, n != 0);
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

  @Test
  void messagesOfTheSandboxAreNotCounted() {
    // Given
    Instant then = clock.instant().minus(Duration.ofMinutes(40));
    jdbc.update("update traffic_mark set counted_to = null");
    for (int n = 0; n < 3; n++) {
      session("628199999997" + n, then, n != 0);
      session("628199999996" + n, then, false, true);
    }

    // When
    Processor.shared().bean(CountTraffic.class).count();

    // Then
    assertThat(
            jdbc.queryForList(
                "select area || ' ' || sent || ' ' || verified from traffic_hours where owner = ?",
                String.class,
                owner))
        .containsExactlyInAnyOrder("628199999 3 2", "ID 3 2", "* 3 2");
  }

  @Test
  void whatIsLiveDecidesNothingAboutTheSandbox() {
    // Given
    counted("628123456", 30, 1000, 700);
    counted("628123456", 0, 60, 0);
    OtpRequested live = Copies.request(new AppId(owner), NUMBER, clock.instant());
    OtpRequested tried = Copies.request(new AppId(owner), NUMBER, clock.instant(), true);
    RunChecks checks = Copies.over(Processor.shared().bean(DataSource.class));

    // When
    Map<SessionId, Decision> refused =
        Processor.shared()
            .bean(TransactionTemplate.class)
            .execute(status -> checks.refuse(List.of(live, tried), Set.of()));

    // Then
    assertThat(refused).containsOnlyKeys(live.sessionId());
  }

  private void session(String msisdn, Instant at, boolean verified) {
    session(msisdn, at, verified, false);
  }

  /** Sent at once, and looked back at as a request. */
  private void session(String msisdn, Instant at, boolean verified, boolean sandbox) {
    UUID id = SessionId.at(at).value();
    OffsetDateTime then = at.atOffset(ZoneOffset.UTC);
    jdbc.update(
        """
        insert into sessions (session_id, app_id, msisdn, challenge, sandbox, template,
          traceparent, requested_at, expires_at, state, sent_at, verified_at)
        values (?, ?, ?, 'default', ?, '$OTP', '', ?, ?, 'sent', ?, ?)
        """,
        id,
        owner,
        msisdn,
        sandbox,
        then,
        then,
        then,
        verified ? then : null);
    long number = Long.parseLong(msisdn);
    jdbc.update(
        "insert into recent_requests (session_id, owner, number, prefix, requested_at, asked)"
            + " values (?, ?, ?, ?, ?, 0)",
        id,
        owner,
        number,
        number / Asked.BELOW_PREFIX,
        then);
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
