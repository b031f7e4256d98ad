package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacingTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Test
  void anIdleBucketSavesUpATenthOfASecond() {
    TokenBucket bucket = new TokenBucket(100, 0);

    assertThat(bucket.available(60 * SECOND)).isEqualTo(10);
  }

  @Test
  void aSlowRateStillLetsOneGo() {
    TokenBucket bucket = new TokenBucket(2, 0);

    assertThat(bucket.available(0)).isEqualTo(1);
    bucket.reserve(0);
    assertThat(bucket.available(400 * MILLI)).isZero();
    assertThat(bucket.available(501 * MILLI)).isEqualTo(1);
  }

  @Test
  void whatIsReservedAheadIsPaidLater() {
    TokenBucket bucket = new TokenBucket(10, 0);

    assertThat(bucket.reserve(0)).isZero();
    assertThat(bucket.reserve(0)).isEqualTo(100 * MILLI);
    assertThat(bucket.reserve(0)).isEqualTo(200 * MILLI);
    assertThat(bucket.available(299 * MILLI)).isZero();
    assertThat(bucket.available(301 * MILLI)).isEqualTo(1);
  }

  @Test
  void noSecondHasMoreThanTheRateAndATenthOfIt() {
    TokenBucket bucket = new TokenBucket(100, 0);

    int taken = 0;
    for (long now = 5 * SECOND; now < 6 * SECOND; now += MILLI) {
      while (bucket.available(now) > 0) {
        bucket.reserve(now);
        taken++;
      }
    }

    assertThat(taken).isBetween(100, 110);
  }

  @Test
  void aPauseDoublesWithEachRefusalAfterItAndEndsAtFiveSeconds() {
    Slowdown slowdown = new Slowdown();

    long now = 1;
    for (long millis : new long[] {100, 200, 400, 800, 1600, 3200, 5000, 5000}) {
      slowdown.throttled(now);
      assertThat(slowdown.left(now)).isEqualTo(millis * MILLI);
      now += millis * MILLI;
    }
  }

  @Test
  void aWindowsWorthOfRefusalsIsOne() {
    Slowdown slowdown = new Slowdown();

    slowdown.throttled(0);
    slowdown.throttled(10 * MILLI);
    slowdown.throttled(20 * MILLI);

    assertThat(slowdown.left(20 * MILLI)).isEqualTo(80 * MILLI);
  }

  @Test
  void whatIsTakenAfterAPauseHalvesTheNext() {
    Slowdown slowdown = new Slowdown();
    slowdown.throttled(0);
    slowdown.throttled(100 * MILLI);
    slowdown.throttled(300 * MILLI);
    slowdown.taken(700 * MILLI);
    slowdown.throttled(701 * MILLI);

    assertThat(slowdown.left(701 * MILLI)).isEqualTo(400 * MILLI);
  }

  @Test
  void aBindIsTriedAgainSoonAndThenAtLeastEveryFiveSeconds() {
    Backoff most = new Backoff(() -> 1);
    Backoff least = new Backoff(() -> 0);

    assertThat(most.next()).isEqualTo(Duration.ofMillis(100));
    assertThat(least.next()).isEqualTo(Duration.ofMillis(50));
    for (int i = 0; i < 100; i++) {
      assertThat(most.next()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }
    assertThat(most.next()).isEqualTo(Duration.ofSeconds(5));
    assertThat(new Backoff(() -> 1).longest()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aBindThatHeldBeginsAnew() {
    Backoff backoff = new Backoff(() -> 1);
    backoff.next();
    backoff.next();

    backoff.reset();

    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
  }
}
