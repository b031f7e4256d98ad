package dev.sandi.bench.callbacks;

import java.time.Duration;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;

/**
 * Events that happen at a held rate, however long their callbacks take (an open model), and when
 * their first attempts arrive.
 */
final class Stretch {

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final long LONGEST = Duration.ofMinutes(5).toNanos();
  private static final int ID_BITS = 32;

  private final long base = numbers();
  private final double rate;
  private final long count;
  private final IntPredicate counts;
  private final BitSet arrived = new BitSet();
  private final Histogram waits = new Histogram(LONGEST, 3);
  private final Histogram recentWaits = new Histogram(LONGEST, 3);
  private volatile long published;
  private volatile long expected;
  private volatile long start;
  private volatile boolean ended;

  /**
   * @param rate events a second
   * @param counts of which receivers the waits are measured
   */
  Stretch(double rate, Duration length, IntPredicate counts) {
    this(rate, (long) (rate * length.toSeconds()), counts);
  }

  /** A stretch of so many events. */
  Stretch(double rate, long count, IntPredicate counts) {
    this.rate = rate;
    this.count = count;
    this.counts = counts;
  }

  /** The first of four billion numbers that no other event of the run has. */
  static long numbers() {
    return NUMBERS.incrementAndGet() << ID_BITS;
  }

  /** Publishes all of them, in time, or until the {@link #end}. */
  void publish(Publisher publisher, Farm farm) {
    SplittableRandom random = new SplittableRandom(base);
    long measured = 0;
    start = System.nanoTime();
    for (long i = 0; i < count && !ended; i++) {
      long early;
      while ((early = due(i) - System.nanoTime()) > 0) {
        LockSupport.parkNanos(Math.min(early, TimeUnit.MILLISECONDS.toNanos(1)));
      }
      int receiver = random.nextInt(farm.receivers());
      publisher.tell(receiver, farm.url(receiver), base + i);
      published = i + 1;
      if (counts.test(receiver)) {
        measured++;
        expected = measured;
      }
    }
  }

  /** Has no other event happen. */
  void end() {
    ended = true;
  }

  private long due(long number) {
    return start + (long) (number * 1e9 / rate);
  }

  /** Takes a request, of whatever stretch. */
  synchronized void saw(Request request) {
    long number = Publisher.number(request.id()) - base;
    if (number < 0 || number >= count || arrived.get((int) number)) {
      return;
    }
    arrived.set((int) number);
    if (counts.test(request.receiver())) {
      long wait = Math.min(LONGEST, Math.max(0, request.nanos() - due(number)));
      waits.recordValue(wait);
      recentWaits.recordValue(wait);
    }
  }

  long count() {
    return count;
  }

  long published() {
    return published;
  }

  synchronized long arrived() {
    return arrived.cardinality();
  }

  /** Events that were published for receivers whose waits are measured. */
  long expected() {
    return expected;
  }

  /** How many of those have arrived. */
  synchronized long measured() {
    return waits.getTotalCount();
  }

  /** From when an event is due to when its request is there, in milliseconds. */
  synchronized double waited(double percentile) {
    return waits.getValueAtPercentile(percentile) / 1e6;
  }

  /** The same of those since this was asked last. */
  synchronized double recentlyWaited(double percentile) {
    double wait = recentWaits.getValueAtPercentile(percentile) / 1e6;
    recentWaits.reset();
    return wait;
  }
}
