package dev.sandi.bench.sending;

import dev.sandi.bench.SendingInstallation;
import dev.sandi.smsc.SmscSimulator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills the processor and cuts its links, each at times of its own, until it is stopped. */
final class Disturber {

  private static final long LEAST_BETWEEN_KILLS = 20_000;
  private static final long MOST_BETWEEN_KILLS = 40_000;
  private static final long BETWEEN_CUTS = 10_000;

  private final SendingInstallation installation;
  private final SmscSimulator smsc;
  private final RunClock clock;
  private final SplittableRandom random;
  private final Queue<Long> kills = new ConcurrentLinkedQueue<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private final Thread killing = new Thread(this::kill, "kills");
  private final Thread cutting = new Thread(this::cut, "cuts");
  private volatile boolean stopped;

  Disturber(SendingInstallation installation, SmscSimulator smsc, RunClock clock, long seed) {
    this.installation = installation;
    this.smsc = smsc;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  void start() {
    killing.setDaemon(true);
    cutting.setDaemon(true);
    killing.start();
    cutting.start();
  }

  private void kill() {
    long next = clock.millis();
    while (true) {
      next += random.nextLong(LEAST_BETWEEN_KILLS, MOST_BETWEEN_KILLS);
      if (!sleepUntil(next)) {
        return;
      }
      kills.add(clock.millis());
      installation.killProcessor();
      installation.startProcessor();
    }
  }

  private void cut() {
    long next = clock.millis();
    while (sleepUntil(next += BETWEEN_CUTS)) {
      smsc.cutAll();
      cuts.incrementAndGet();
    }
  }

  private boolean sleepUntil(long time) {
    try {
      while (!stopped && clock.millis() < time) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      return !stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends both; the processor is running then. */
  void stop() throws InterruptedException {
    stopped = true;
    killing.join();
    cutting.join();
  }

  List<Long> kills() {
    return List.copyOf(kills);
  }

  int cuts() {
    return cuts.get();
  }
}
