package dev.sandi.processor.smpp;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before a bind is tried again: from 100 ms on, doubling, to 5 s, with jitter. */
final class Backoff {

  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final long FIRST_MILLIS = 100;
  private static final int STEPS = 6;

  private final DoubleSupplier random;
  private int failures;

  /**
   * @param random from 0 to 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** After one more failure: between half of the step and all of it. */
  Duration next() {
    long step = Math.min(LONGEST.toMillis(), FIRST_MILLIS << failures);
    failures = Math.min(STEPS, failures + 1);
    return Duration.ofMillis(Math.round(step * (0.5 + random.getAsDouble() / 2)));
  }

  /** After a refusal, which trying again soon does not heal. */
  Duration longest() {
    failures = STEPS;
    return next();
  }

  void reset() {
    failures = 0;
  }
}
