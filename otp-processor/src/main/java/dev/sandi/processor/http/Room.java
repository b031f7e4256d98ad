package dev.sandi.processor.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a provider would take at this moment: by the window, the rate, and whether it
 * has asked for a pause. The rate is kept by the time at which the last message would have been due
 * (the generic cell rate algorithm): a tenth of a second's worth may go at once.
 */
final class Room {

  private static final long SECOND = 1_000_000_000L;

  private final int window;
  private final long interval;
  private final int burst;
  private final Clock clock;
  private int inFlight;
  private long due;
  private Instant pausedUntil = Instant.MIN;
  private boolean closed;

  /**
   * @param perSecond absent for no limit
   */
  Room(int window, @Nullable Double perSecond, Clock clock) {
    this.window = window;
    this.interval = perSecond == null ? 0 : Math.round(SECOND / perSecond);
    this.burst = perSecond == null ? Integer.MAX_VALUE : Math.max(1, (int) (perSecond / 10));
    this.clock = clock;
  }

  synchronized int free() {
    if (closed || clock.instant().isBefore(pausedUntil)) {
      return 0;
    }
    return Math.min(window - inFlight, byRate());
  }

  /** Takes a place, if there is one. */
  synchronized boolean take() {
    if (free() < 1) {
      return false;
    }
    inFlight++;
    if (interval > 0) {
      due = Math.max(due, now()) + interval;
    }
    return true;
  }

  synchronized void giveBack() {
    inFlight--;
    notifyAll();
  }

  synchronized int inFlight() {
    return inFlight;
  }

  /** Has nothing taken until then; a shorter pause does not end a longer one. */
  synchronized void pause(Duration pause) {
    Instant until = clock.instant().plus(pause);
    pausedUntil = until.isAfter(pausedUntil) ? until : pausedUntil;
  }

  synchronized boolean isPaused() {
    return clock.instant().isBefore(pausedUntil);
  }

  /**
   * After how long there may be room again by the clock alone; absent if there is room by the
   * clock, or never will be.
   */
  synchronized @Nullable Duration untilMore() {
    if (closed) {
      return null;
    }
    Instant now = clock.instant();
    if (now.isBefore(pausedUntil)) {
      return Duration.between(now, pausedUntil);
    }
    return byRate() > 0 ? null : Duration.ofNanos(debt() - (burst - 1) * interval);
  }

  /** Takes no more, and waits for what is under way. */
  synchronized boolean closeWithin(Duration most) throws InterruptedException {
    closed = true;
    long end = System.nanoTime() + most.toNanos();
    while (inFlight > 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private int byRate() {
    return interval == 0 ? Integer.MAX_VALUE : (int) (burst - (debt() + interval - 1) / interval);
  }

  /** How far messages are ahead of the rate. A clock that is set back must not stop them. */
  private long debt() {
    long now = now();
    due = Math.min(due, now + burst * interval);
    return Math.max(0, due - now);
  }

  private long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * SECOND + now.getNano();
  }
}
