package dev.sandi.ingress.funnel;

import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of the last day, or what is in their timelines; those of the last minutes
 * again and again, as they go on to change. Copies take turns by the bucket. However many requests
 * there are, it works a twentieth of the time, and a moment at a time, so that nobody waits behind
 * it: then counts are older.
 */
final class CountRequests<S> {

  /** A day, the open hour, and the code with the longest life that began before. */
  static final Duration COUNTED = Duration.ofHours(26);

  private static final Duration KEPT = Duration.ofDays(2);

  /** Between two looks for something to count. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** Of which a rest is made. */
  static final Duration MOMENT = Duration.ofMillis(20);

  /** What goes on is due at each look. */
  private static final Duration LEAST_AGE = PAUSE.dividedBy(2);

  private static final int REST = 19;

  /** Behind what is so short nobody waits: where there is little, all is counted soon. */
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int REST_AFTER_SHORT = 4;

  /** The first slices of a copy take long, and are no reason to show nothing for as long. */
  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

  /** What takes longer is cut, if it counts so many that less would take less. */
  private static final long LONG = TimeUnit.MILLISECONDS.toNanos(30);

  private static final int FEW = 10;

  /** Of a slice, in milliseconds: other five minutes may be far busier than the last. */
  private static final long FIRST_WIDTH = 1_000;

  /** How far ahead the clock of another copy may be that gives out ids. */
  private static final Duration AHEAD = Duration.ofSeconds(5);

  private static final long LEAST_WIDTH = 100;
  private static final long BETWEEN_SIGNS = TimeUnit.SECONDS.toNanos(3);
  private static final int MOST_GROWTH = 4;

  private final BucketCounts<S> counts;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private @Nullable Counting<S> underWay;
  private BucketCounts.@Nullable Taken failed;
  private Instant opened = Instant.EPOCH;
  private long notBefore;
  private long takenAt;

  /** Milliseconds of the next slice of the newest, and of any other. */
  private final Map<Boolean, Long> widths =
      new HashMap<>(Map.of(true, FIRST_WIDTH, false, FIRST_WIDTH));

  /**
   * In turn: the open five minutes are always due, and where they take all of the time the others
   * would never be counted again.
   */
  private boolean newest;

  /**
   * @param nanoTime as {@link System#nanoTime()}, to tell how long things take
   */
  CountRequests(BucketCounts<S> counts, Clock clock, LongSupplier nanoTime) {
    this.counts = counts;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.notBefore = nanoTime.getAsLong();
    this.takenAt = notBefore;
  }

  /**
   * A bucket, as far as it was counted.
   *
   * @param now when that began: nothing is younger
   * @param next where the next slice begins
   */
  private record Counting<S>(BucketCounts.Taken bucket, Instant now, Instant next, S sum) {

    /** Where there may still be something. */
    Instant end() {
      Instant youngest = now.plus(AHEAD);
      return youngest.isBefore(bucket.end()) ? youngest : bucket.end();
    }

    Counting<S> from(Instant later) {
      return new Counting<>(bucket, now, later, sum);
    }

    Counting<S> with(BucketCounts.Taken again) {
      return new Counting<>(again, now, next, sum);
    }
  }

  /** Whoever stops the loop does not wait for a rest: it is taken a moment at a time. */
  WakeableLoop.Next run() {
    long begun = nanoTime.getAsLong();
    if (begun - notBefore < 0) {
      return WakeableLoop.Next.SOON;
    }
    try {
      return countSlice() ? WakeableLoop.Next.SOON : WakeableLoop.Next.WHEN_WOKEN;
    } catch (RuntimeException | Error e) {
      failed = underWay == null ? failed : underWay.bucket();
      underWay = null;
      throw e;
    } finally {
      // One that failed after long is no reason to try again at once.
      long end = nanoTime.getAsLong();
      long took = end - begun;
      notBefore = end + Math.min(LONGEST_REST, (took < SHORT ? REST_AFTER_SHORT : REST) * took);
    }
  }

  /** Lets another copy count what this one has begun. When nothing runs any more. */
  void giveBack() {
    if (underWay != null) {
      counts.giveBack(underWay.bucket());
    }
  }

  /** Counts the next slice; false if nothing is due. */
  private boolean countSlice() {
    if (failed != null) {
      counts.giveBack(failed);
      failed = null;
    }
    Counting<S> counting = underWay == null ? take(clock.instant()) : underWay;
    if (counting == null) {
      return false;
    }
    underWay = counting;
    if (nanoTime.getAsLong() - takenAt > BETWEEN_SIGNS) {
      counting = counts.stillTaken(counting.bucket()).map(counting::with).orElse(null);
      underWay = counting;
      if (counting == null) {
        return true;
      }
      takenAt = nanoTime.getAsLong();
    }
    underWay = count(counting);
    return true;
  }

  /** Counts a slice; what is left then, or null if that was the last. */
  private @Nullable Counting<S> count(Counting<S> counting) {
    Instant from = counting.next();
    Instant whole = from.plusMillis(width());
    Instant to = whole.isBefore(counting.end()) ? whole : counting.end();
    long begun = nanoTime.getAsLong();
    long counted = counts.add(from, to, counting.sum());
    adapt(
        Duration.between(from, to).toMillis(),
        counted,
        nanoTime.getAsLong() - begun,
        to.equals(whole) && !to.isAfter(counting.now()));
    if (to.isBefore(counting.end())) {
      return counting.from(to);
    }
    counts.done(counting.bucket(), counting.sum());
    return null;
  }

  private @Nullable Counting<S> take(Instant now) {
    Instant oldest = BucketCounts.bucketOf(now.minus(COUNTED));
    open(oldest, BucketCounts.bucketOf(now));
    newest = !newest;
    takenAt = nanoTime.getAsLong();
    widths.merge(false, FIRST_WIDTH, Math::min);
    return counts
        .take(oldest, now, LEAST_AGE, newest)
        .map(bucket -> new Counting<>(bucket, now, bucket.at(), counts.nothing()))
        .orElse(null);
  }

  private long width() {
    return Objects.requireNonNull(widths.get(newest));
  }

  /**
   * The next slice has about as many as may be counted at once, if they come as these did.
   *
   * @param length milliseconds
   * @param whole whether it was as long as it was to be, and all of it has happened; what has not
   *     is empty, and no reason for longer ones
   */
  private void adapt(long length, long counted, long took, boolean whole) {
    long width = width();
    long fitting = length * counts.mostAtOnce() / Math.max(1, counted);
    boolean cut = took > LONG && counted * FEW > counts.mostAtOnce();
    long most = cut ? width / 2 : whole ? MOST_GROWTH * width : width;
    long next = Math.min(BucketCounts.BUCKET.toMillis(), Math.min(fitting, most));
    widths.put(newest, Math.max(LEAST_WIDTH, next));
  }

  private void open(Instant oldest, Instant newest) {
    if (!newest.equals(opened)) {
      counts.open(oldest, newest);
      counts.forget(newest.minus(KEPT));
      opened = newest;
    }
  }
}
