package dev.sandi.bench.sending;

/**
 * A time in which something was dead, or stood still, that a message depends on.
 *
 * @param from in milliseconds of the run
 * @param until when it worked again; the same if it was over at once
 */
public record Trouble(long from, long until) {

  static Trouble at(long time) {
    return new Trouble(time, time);
  }

  /** Whether any of it is within such a time. */
  public boolean touches(long begin, long end) {
    return from <= end && until >= begin;
  }
}
