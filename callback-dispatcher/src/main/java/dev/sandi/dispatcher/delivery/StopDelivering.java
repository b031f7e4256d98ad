package dev.sandi.dispatcher.delivery;

import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop.Next;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The end of a copy: nothing new is begun, what runs gets a little time, results are written, and
 * what was not begun is released, so that another copy goes on with it at once. What still runs
 * keeps its lease and is repeated when that has run out.
 */
final class StopDelivering implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(StopDelivering.class);
  private static final Duration GRACE = Duration.ofMillis(1500);

  private final Lanes lanes;
  private final Settlements settlements;
  private final SettleAttempts settling;
  private final Clock clock;
  private final int phase;
  private volatile boolean running;

  StopDelivering(
      Lanes lanes, Settlements settlements, SettleAttempts settling, Clock clock, int phase) {
    this.lanes = lanes;
    this.settlements = settlements;
    this.settling = settling;
    this.clock = clock;
    this.phase = phase;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    Instant now = clock.instant();
    lanes.close().forEach(delivery -> settlements.add(Settlement.released(delivery, now)));
    try {
      long end = System.nanoTime() + GRACE.toNanos();
      while (lanes.calling() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      while (settling.settle() == Next.AT_ONCE) {
        log.debug("Wrote a batch of results at the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("Results could not be written, and are repeated: {}", Failures.describe(e));
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
