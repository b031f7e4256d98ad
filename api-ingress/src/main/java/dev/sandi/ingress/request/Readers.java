package dev.sandi.ingress.request;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Who reads at once: all of them on a share of the connections, and no app on all of that share,
 * unless it is one.
 */
final class Readers {

  /** Short: whoever waits to read holds a worker, which sending needs. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * For each that reads: bursts of an app wait their turn, and a flood leaves workers to others.
   */
  private static final int WAITING_EACH = 7;

  private final Semaphore all;
  private final int mostOfApp;
  private final Map<AppId, OfApp> apps = new ConcurrentHashMap<>();

  /**
   * @param most who read at once
   */
  Readers(int most) {
    this.all = new Semaphore(most, true);
    this.mostOfApp = Math.max(1, most - 1);
  }

  /** Changed by whoever has the app's entry. */
  private static final class OfApp {

    private final Semaphore permits;
    private int users;

    OfApp(int permits) {
      this.permits = new Semaphore(permits, true);
    }
  }

  /**
   * Reads for an app.
   *
   * @throws Refusal 503 if too much is read already
   */
  <T> T read(AppId app, Supplier<T> reading) {
    OfApp own = enter(app);
    try {
      long end = System.nanoTime() + WAIT_NANOS;
      if (own.users > mostOfApp * (1 + WAITING_EACH)) {
        throw Refusal.unavailable();
      }
      return within(own.permits, WAIT_NANOS, () -> within(all, end - System.nanoTime(), reading));
    } finally {
      leave(app);
    }
  }

  /**
   * Reads for nobody in particular.
   *
   * @throws Refusal 503 if too much is read already
   */
  <T> T read(Supplier<T> reading) {
    return within(all, WAIT_NANOS, reading);
  }

  private OfApp enter(AppId app) {
    return Objects.requireNonNull(
        apps.compute(
            app,
            (unused, known) -> {
              OfApp own = known == null ? new OfApp(mostOfApp) : known;
              own.users++;
              return own;
            }));
  }

  private void leave(AppId app) {
    apps.computeIfPresent(app, (unused, own) -> --own.users == 0 ? null : own);
  }

  private static <T> T within(Semaphore permits, long nanos, Supplier<T> reading) {
    try {
      if (!permits.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        throw Refusal.unavailable();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable();
    }
    try {
      return reading.get();
    } finally {
      permits.release();
    }
  }
}
