package dev.sandi.processor.sending;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps messages back for a moment from a gateway that asks for less and yet has room: what it puts
 * off is due at once, and would be offered to it over and over. Most gateways have no room until
 * they want more, and need none of this.
 */
final class Restraint {

  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Runnable onEnd;
  private long until = System.nanoTime();

  /**
   * @param onEnd told when a moment is over
   */
  Restraint(Runnable onEnd) {
    this.onEnd = onEnd;
  }

  boolean isOn() {
    return System.nanoTime() - until < 0;
  }

  void begin() {
    if (!isOn()) {
      until = System.nanoTime() + MOMENT.toNanos();
      CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS).execute(onEnd);
    }
  }

  void end() {
    until = System.nanoTime();
  }
}
