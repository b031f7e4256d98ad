package dev.sandi.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A run, as its measures see it. */
record Run(
    Settings settings, Installation installation, Topic topic, Progress progress, Table table) {

  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  /** Left over, no measure would notice it. */
  private static final int FEW = 2_000;

  /** Flat out, by all connections. */
  Tally flatOut(Side side, Duration length) {
    return load(side, settings.connections(), Pace.flatOut(), length);
  }

  Tally load(Side side, int connections, Pace pace, Duration length) {
    Tally tally = Load.run(side.port(), side.request(), connections, pace, length);
    progress.tell(
        "%-26s %,8.0f/s  p50 %6.2f ms  p99 %7.2f ms  %s",
        side.name(),
        tally.perSecond(side.success()),
        tally.percentile(50),
        tally.percentile(99),
        tally.surprises(side.success()));
    return tally;
  }

  /**
   * Lets the ingress read what was accepted, so that the next measure does not pay for this one.
   */
  void rest() {
    long start = System.nanoTime();
    long unread = topic.unread();
    while (unread > FEW) {
      if (System.nanoTime() - start > LONGEST_REST.toNanos()) {
        throw new BenchmarkFailure(unread + " requests are not read a minute after their end.");
      }
      pause();
      unread = topic.unread();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }
}
