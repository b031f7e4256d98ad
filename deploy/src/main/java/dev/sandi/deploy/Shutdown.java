package dev.sandi.deploy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops everything that was started, in order and within five seconds. */
final class Shutdown {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private static final Duration TOTAL = Duration.ofMillis(4800);

  private final Map<Stage, AutoCloseable> running = new EnumMap<>(Stage.class);
  private boolean begun;

  /** Remembers what to stop. What comes too late is stopped at once. */
  void add(Stage stage, AutoCloseable part) {
    synchronized (this) {
      if (!begun) {
        running.put(stage, part);
        return;
      }
    }
    stop(stage, part, stage.limit());
  }

  synchronized boolean hasBegun() {
    return begun;
  }

  void run() {
    Map<Stage, AutoCloseable> parts;
    synchronized (this) {
      begun = true;
      parts = new EnumMap<>(running);
      running.clear();
    }
    var deadline = System.nanoTime() + TOTAL.toNanos();
    parts.forEach(
        (stage, part) -> {
          var left = Duration.ofNanos(deadline - System.nanoTime());
          stop(stage, part, left.compareTo(stage.limit()) < 0 ? left : stage.limit());
        });
  }

  private static void stop(Stage stage, AutoCloseable part, Duration limit) {
    var stopping = new Thread(() -> close(stage, part), "stop-" + stage);
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(Math.max(1, limit.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stopping.isAlive()) {
      log.warn("{} takes long to stop; going on without waiting for it", stage);
    }
  }

  private static void close(Stage stage, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.warn("{} did not stop cleanly: {}", stage, e.toString());
    }
  }
}
