package dev.sandi.dispatcher.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How many deliveries may be made due at a moment. What is remembered is the time until which the
 * rate is used up, in the row of the replay: so the rate is that of all copies together, whichever
 * of them goes on.
 *
 * @param perSecond at least 1
 */
record ReplayRate(int perSecond) {

  /** What is made up for after a pause. */
  static final Duration BURST = Duration.ofSeconds(1);

  private static final long SECOND_MICROS = 1_000_000;

  /** How many may be made due at {@code now}. */
  int allowed(Instant usedUntil, Instant now) {
    long micros = ChronoUnit.MICROS.between(since(usedUntil, now), now);
    return (int) Math.max(0, micros * perSecond / SECOND_MICROS);
  }

  /** Until when the rate is used up once {@code count} of what was allowed were made due. */
  Instant use(Instant usedUntil, Instant now, int count) {
    long micros = (count * SECOND_MICROS + perSecond - 1) / perSecond;
    return since(usedUntil, now).plus(micros, ChronoUnit.MICROS);
  }

  private static Instant since(Instant usedUntil, Instant now) {
    Instant earliest = now.minus(BURST).truncatedTo(ChronoUnit.MICROS);
    return usedUntil.isBefore(earliest) ? earliest : usedUntil;
  }
}
