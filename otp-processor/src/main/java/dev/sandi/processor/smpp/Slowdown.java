package dev.sandi.processor.smpp;

import java.time.Duration;

/**
 * The pause of a bind whose SMSC says that it is too fast: 100 ms, and twice as long each time that
 * it says so again after one, to 5 s. Each message that it takes after a pause halves the next.
 */
final class Slowdown {

  private static final long FIRST = Duration.ofMillis(100).toNanos();
  private static final long LONGEST = Duration.ofSeconds(5).toNanos();

  private long pause;
  private long until;

  /** Of a window's worth of such answers that come at once, the first counts. */
  synchronized void throttled(long now) {
    if (left(now) == 0) {
      pause = Math.min(LONGEST, Math.max(FIRST, pause * 2));
      until = now + pause;
    }
  }

  synchronized void taken(long now) {
    if (pause > 0 && left(now) == 0) {
      pause = pause / 2 < FIRST ? 0 : pause / 2;
    }
  }

  /** Nanoseconds until the pause is over; 0 if there is none. */
  synchronized long left(long now) {
    return pause == 0 ? 0 : Math.max(0, until - now);
  }
}
