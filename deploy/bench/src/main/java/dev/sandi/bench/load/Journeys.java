package dev.sandi.bench.load;

import dev.sandi.bench.Numbers;
import dev.sandi.bench.callbacks.Request;
import java.time.Duration;
import java.util.BitSet;
import org.HdrHistogram.Histogram;

/**
 * Orders that are due at a held rate, however long anything takes (an open model), and how long
 * after they were due each was submitted and first told of. What comes late of an earlier stretch
 * is none of these.
 */
final class Journeys {

  private static final long LONGEST = Duration.ofMinutes(30).toNanos();

  private final long made;
  private final double rate;
  private final long count;
  private final long start;
  private final BitSet submitted = new BitSet();
  private final BitSet told = new BitSet();
  private final Histogram toSubmit = new Histogram(LONGEST, 3);
  private final Histogram toCallback = new Histogram(LONGEST, 3);
  private long callbacks;

  /**
   * @param made orders before the first of these
   * @param rate a second
   * @param start when the first is due, as {@link System#nanoTime}
   */
  Journeys(long made, double rate, Duration length, long start) {
    this.made = made;
    this.rate = rate;
    this.count = (long) Math.ceil(rate * length.toSeconds());
    this.start = start;
  }

  /** Takes a submit, of whatever stretch. */
  synchronized void submitted(String msisdn, long nanos) {
    String digits = msisdn.substring(msisdn.indexOf(Orders.COUNTRY) + Orders.COUNTRY.length());
    reached(Long.parseLong(digits), nanos, submitted, toSubmit);
  }

  /** Takes a callback, of whatever stretch. */
  synchronized void told(Request request) {
    if (reached(request.number(), request.nanos(), told, toCallback)) {
      callbacks++;
    }
  }

  private boolean reached(long number, long nanos, BitSet which, Histogram times) {
    long index = Numbers.position(number) - made - 1;
    if (number < 0 || index < 0 || index >= count) {
      return false;
    }
    if (!which.get((int) index)) {
      which.set((int) index);
      long due = start + (long) (index * 1e9 / rate);
      times.recordValue(Math.min(LONGEST, Math.max(0, nanos - due)));
    }
    return true;
  }

  long count() {
    return count;
  }

  /** How many are due by now. */
  long due() {
    double seconds = (System.nanoTime() - start) / 1e9;
    return Math.max(0, Math.min(count, (long) (seconds * rate)));
  }

  synchronized long submitted() {
    return submitted.cardinality();
  }

  /** Orders of which at least one callback has arrived. */
  synchronized long told() {
    return told.cardinality();
  }

  /** Callbacks that have arrived, several of an order. */
  synchronized long callbacks() {
    return callbacks;
  }

  /** From when an order was due to its submit, in nanoseconds. */
  synchronized Histogram toSubmit() {
    return toSubmit.copy();
  }

  /** From when an order was due to the first callback of it, in nanoseconds. */
  synchronized Histogram toCallback() {
    return toCallback.copy();
  }
}
