package dev.sandi.ingress.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** How much is counted at once, of requests that come at a steady rate. */
@RequiresInfrastructure
class CountRequestsTest {

  private static final int MOST_AT_ONCE = 400;
  private static final int A_SECOND = 300;

  private final Instant bucket = BucketCounts.bucketOf(Instant.parse("2001-01-01T00:03:00Z"));
  private final SettableClock clock = new SettableClock(bucket.plusSeconds(30));
  private final AtomicLong nanoTime = new AtomicLong();
  private final Steady counts = new Steady();
  private final CountRequests<Object> counting = new CountRequests<>(counts, clock, nanoTime::get);

  @Test
  void theOpenFiveMinutesAreCutAsFineAsTheyNeedThoughMostOfThemIsStillToCome() {
    // When: again and again, as they go by
    for (int passes = 1; passes <= 12; passes++) {
      pass(passes);
      clock.advance(Duration.ofSeconds(20));
    }

    // Then
    assertThat(counts.slices).allMatch(slice -> slice <= 2 * MOST_AT_ONCE);
    assertThat(counts.slices).filteredOn(slice -> slice > MOST_AT_ONCE / 2).hasSizeGreaterThan(80);
  }

  @Test
  void whatIsSlowHoweverFewItCountsIsNotCutToDust() {
    // Given
    counts.takes = Duration.ofMillis(31);
    counts.aSecond = 1;

    // When
    pass(1);

    // Then
    assertThat(counts.slices).hasSizeLessThan(8);
  }

  private void pass(int passes) {
    while (counts.done < passes) {
      counting.run();
      // Longer than any rest.
      nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
  }

  /** Counts what a steady rate would have been, and is always due. */
  private final class Steady extends BucketCounts<Object> {

    private final List<Long> slices = new ArrayList<>();
    private Duration takes = Duration.ZERO;
    private long aSecond = A_SECOND;
    private int done;

    Steady() {
      super(
          "counted_buckets",
          Ingress.shared().bean(QuickDatabase.class),
          Ingress.shared().bean(JdbcTemplate.class));
    }

    @Override
    int mostAtOnce() {
      return MOST_AT_ONCE;
    }

    @Override
    Object nothing() {
      return "";
    }

    @Override
    long add(Instant from, Instant to, Object sum) {
      nanoTime.addAndGet(takes.toNanos());
      Instant end = to.isBefore(clock.instant()) ? to : clock.instant();
      long counted = Math.max(0, Duration.between(from, end).toMillis() * aSecond / 1000);
      slices.add(counted);
      return counted;
    }

    @Override
    Optional<Taken> take(Instant oldest, Instant now, Duration least, boolean newest) {
      return Optional.of(new Taken(bucket, now, now));
    }

    @Override
    Optional<Taken> stillTaken(Taken taken) {
      return Optional.of(taken);
    }

    @Override
    void done(Taken taken, Object sum) {
      done++;
    }

    @Override
    void open(Instant first, Instant last) {}

    @Override
    void forget(Instant before) {}

    @Override
    void write(String counted, List<Object> arguments, Object sum) {}

    @Override
    void delete(Instant before) {}
  }
}
