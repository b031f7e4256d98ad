package dev.sandi.dispatcher.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How long nothing is claimed after a claim. Looking for what is due may take a fifth of the time,
 * however often somebody asks for it. What was found is work that has to be done: a claim that
 * found plenty is followed by the next, or a backlog would go away no faster than it came.
 */
final class Rest {

  private static final int TIMES = 4;
  private static final int PLENTY = 100;
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(400);

  private Rest() {}

  /**
   * The rest after a claim, in nanoseconds.
   *
   * @param took nanoseconds that the claim took
   * @param found how many deliveries it found
   */
  static long after(long took, int found) {
    return Math.min(LONGEST, TIMES * took * Math.max(0, PLENTY - found) / PLENTY);
  }
}
