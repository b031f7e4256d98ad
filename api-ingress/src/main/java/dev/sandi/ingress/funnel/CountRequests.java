package dev.sandi.ingress.funnel;

import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts the requests of the last day, or what is in their timelines; those of the last minutes
 * again and again, as they go on to change. Copies take turns by the bucket. However many requests
 * there are, it works a twentieth of the time at most: then counts are older.
 */
final class CountRequests {

  /** A day, the open hour, and the code with the longest life that began before. */
  static final Duration COUNTED = Duration.ofHours(26);

  private static final Duration KEPT = Duration.ofDays(2);

  /** Between two rounds. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** What goes on is due in each round. */
  private static final Duration LEAST_AGE = PAUSE.dividedBy(2);

  private static final int REST = 20;
  private static final long LONGEST_ROUND = PAUSE.toNanos() / REST;

  private final BucketCounts counts;
  private final TransactionOperations transactions;
  private final Clock clock;
  private long notBefore = System.nanoTime();
  private Instant opened = Instant.EPOCH;

  /**
   * In turn: the open five minutes are always due, and where they take all of the time the others
   * would never be counted again.
   */
  private boolean newest;

  CountRequests(BucketCounts counts, TransactionOperations transactions, Clock clock) {
    this.counts = counts;
    this.transactions = transactions;
    this.clock = clock;
  }

  WakeableLoop.Next run() {
    long begun = System.nanoTime();
    if (begun - notBefore < 0) {
      return WakeableLoop.Next.WHEN_WOKEN;
    }
    try {
      countDue(clock.instant(), begun);
    } finally {
      // One that failed after long is no reason to try again at once.
      notBefore = begun + (System.nanoTime() - begun) * REST;
    }
    return WakeableLoop.Next.WHEN_WOKEN;
  }

  private void countDue(Instant now, long begun) {
    Instant oldest = BucketCounts.bucketOf(now.minus(COUNTED));
    open(oldest, BucketCounts.bucketOf(now));
    boolean more = true;
    while (more && System.nanoTime() - begun < LONGEST_ROUND) {
      newest = !newest;
      more = countOne(oldest, now);
    }
  }

  private boolean countOne(Instant oldest, Instant now) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              Optional<Instant> bucket = counts.take(oldest, now, LEAST_AGE, newest);
              bucket.ifPresent(counts::count);
              return bucket.isPresent();
            }));
  }

  private void open(Instant oldest, Instant newest) {
    if (!newest.equals(opened)) {
      counts.open(oldest, newest);
      counts.forget(newest.minus(KEPT));
      opened = newest;
    }
  }
}
