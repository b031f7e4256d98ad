package dev.sandi.ingress.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.funnel.BucketCounts.Taken;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.storage.Columns;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class RequestCountsTest {

  private final Ingress ingress = Ingress.shared();
  private final RequestCounts counts = ingress.bean(RequestCounts.class);

  /** Long ago, where no loop counts. */
  private final Instant bucket = BucketCounts.bucketOf(Instant.parse("2001-01-01T00:03:00Z"));

  private final Instant now = bucket.plus(Duration.ofMinutes(1));

  @Test
  void onlyOneCopyCountsFiveMinutesAtATime() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);

    // When
    Optional<Taken> first = take(Duration.ZERO);
    Optional<Taken> meanwhile = take(Duration.ZERO);
    counts.done(first.orElseThrow(), counts.nothing());

    // Then
    assertThat(first).map(Taken::at).contains(bucket);
    assertThat(meanwhile).isEmpty();
    assertThat(take(Duration.ZERO)).map(Taken::at).contains(bucket);
  }

  @Test
  void whatACopyBeganAndDidNotEndIsCountedByAnother() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);
    assertThat(take(Duration.ZERO)).isPresent();

    // When: it died eleven seconds ago
    ingress
        .jdbc()
        .update(
            "update counted_buckets set taken_at = taken_at - interval '11 s' where bucket = ?",
            Columns.time(bucket));

    // Then
    assertThat(take(Duration.ZERO)).map(Taken::at).contains(bucket);
  }

  @Test
  void whatACopyHasBegunWhenItIsStoppedIsCountedByAnotherAtOnce() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    CountRequests<?> stopping =
        new CountRequests<>(counts, Clock.fixed(now, ZoneOffset.UTC), System::nanoTime);
    stopping.run();
    assertThat(take(Duration.ZERO)).isEmpty();

    // When
    stopping.giveBack();

    // Then
    assertThat(take(Duration.ZERO)).map(Taken::at).contains(bucket);
  }

  @Test
  void whatAnotherCopyCountsByNowIsNotWrittenByTheOneThatWasSlow() {
    // Given: it said for the last time that it counts them more than ten seconds ago
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);
    AppId app = new AppId(ingress.customer().app());
    Taken slow = take(Duration.ZERO).orElseThrow();
    ingress.jdbc().update("update counted_buckets set taken_at = taken_at - interval '11 s'");
    Taken other = take(Duration.ZERO).orElseThrow();

    // When
    counts.done(other, Map.of(app.value(), Map.of("requested", 2L)));
    counts.done(slow, Map.of(app.value(), Map.of("requested", 1L)));

    // Then
    assertThat(counts.of(app, bucket)).hasSize(1);
    assertThat(counts.of(app, bucket).get(0).counts()).containsEntry("requested", 2L);
    assertThat(counts.stillTaken(slow)).isEmpty();
  }

  @Test
  void whatCouldNotBeCountedIsDueAtOnce() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);

    // When
    counts.giveBack(take(Duration.ZERO).orElseThrow());

    // Then
    assertThat(take(Duration.ZERO)).map(Taken::at).contains(bucket);
  }

  @Test
  void countsEachRequestOnceHoweverTheTimeIsCut() {
    // Given: ten in each second of the first half of a minute, and on edges between slices
    Customer customer = ingress.customer();
    Instant begin = BucketCounts.bucketOf(Instant.now().minus(Duration.ofHours(25)));
    for (int second = 0; second < 30; second++) {
      for (int i = 0; i < 10; i++) {
        list(customer, begin.plusMillis(second * 1000L + i * 100L));
      }
    }
    Map<String, Map<String, Long>> sum = counts.nothing();

    // When
    long counted = 0;
    for (int millis = 0; millis < 60_000; millis += 700) {
      Instant end = begin.plusMillis(Math.min(millis + 700, 60_000));
      counted += counts.add(begin.plusMillis(millis), end, sum);
    }

    // Then
    assertThat(sum).containsEntry(customer.app(), Map.of("requested", 300L));
    assertThat(counted).isGreaterThanOrEqualTo(300);
  }

  @Test
  void requestsOfWhichNothingIsToldYetAreAmongThoseThatWereTimed() {
    // Given
    Customer customer = ingress.customer();
    Instant begin = BucketCounts.bucketOf(Instant.now().minus(Duration.ofHours(24)));
    for (int i = 0; i < 3; i++) {
      list(customer, begin.plusSeconds(i));
    }
    StageTimes times = ingress.bean(StageTimes.class);
    Map<String, StageTimes.Stored> sum = times.nothing();

    // When
    long timed = times.add(begin, begin.plusSeconds(10), sum);

    // Then
    assertThat(timed).isGreaterThanOrEqualTo(3);
    assertThat(sum).doesNotContainKey(customer.app());
  }

  private void list(Customer customer, Instant at) {
    ingress
        .jdbc()
        .update(
            "insert into requests (id, app_id, http_status, state, state_rank, requested_at)"
                + " values (?, ?, 201, 'requested', 0, ?)",
            UuidV7.at(at),
            customer.app(),
            Columns.time(at));
  }

  @Test
  void whatWasCountedIsDueAgainAfterAPauseThatGrowsWithItsAge() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);
    counts.done(take(Duration.ZERO).orElseThrow(), counts.nothing());

    // Then
    assertThat(take(Duration.ofHours(1))).isEmpty();
    assertThat(counts.take(bucket, now.plus(Duration.ofDays(1)), Duration.ZERO, true)).isEmpty();
    assertThat(take(Duration.ZERO)).map(Taken::at).contains(bucket);
  }

  @Test
  void theOneThatHasWaitedLongestHasItsTurnBesideTheNewest() {
    // Given two of which the older was counted before the newer
    Instant newer = bucket.plus(BucketCounts.BUCKET);
    Instant later = newer.plus(BucketCounts.BUCKET);
    counts.forget(later);
    counts.open(bucket, newer);
    counts.done(take(Duration.ZERO).orElseThrow(), counts.nothing());
    counts.done(counts.take(newer, newer, Duration.ZERO, true).orElseThrow(), counts.nothing());

    // When
    Optional<Taken> newest = counts.take(bucket, newer, Duration.ZERO, true);
    counts.giveBack(newest.orElseThrow());
    Optional<Taken> oldest = counts.take(bucket, newer, Duration.ZERO, false);

    // Then
    assertThat(newest).map(Taken::at).contains(newer);
    assertThat(oldest).map(Taken::at).contains(bucket);
  }

  @Test
  void whatIsForgottenIsGone() {
    // Given
    Customer customer = ingress.customer();
    ingress
        .jdbc()
        .update(
            "insert into request_counts values (?, ?::timestamptz, '{\"sent\":1}')",
            customer.app(),
            bucket.toString());
    assertThat(counts.of(new AppId(customer.app()), bucket)).hasSize(1);

    // When
    counts.forget(now.plus(RequestCounts.BUCKET));

    // Then
    assertThat(counts.of(new AppId(customer.app()), bucket)).isEmpty();
  }

  private Optional<Taken> take(Duration pause) {
    return counts.take(bucket, now, pause, true);
  }
}
