package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.sending.RunClock;
import dev.sandi.bench.sending.Trouble;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has one mishap after the other, at times and in ways that a seed tells. A place is left alone
 * until all works again there; meanwhile others are hit.
 */
final class Disturb {

  private static final long PATIENCE = 180_000;

  private final Map<Means, Mishaps> means;
  private final RunClock clock;
  private final long leastPause;
  private final long longestPause;
  private final SplittableRandom random;
  private final Queue<Disturbance> disturbances = new ConcurrentLinkedQueue<>();

  /** What goes on, by its place. */
  private final Map<String, String> hit = new ConcurrentHashMap<>();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Thread thread = new Thread(this::run, "disturbances");
  private volatile boolean stopped;
  private volatile @Nullable BenchmarkFailure failure;

  /**
   * @param leastPause between two disturbances, in milliseconds
   * @param longestPause likewise
   */
  Disturb(
      Map<Means, Mishaps> means, RunClock clock, long leastPause, long longestPause, long seed) {
    this.means = new EnumMap<>(means);
    this.clock = clock;
    this.leastPause = leastPause;
    this.longestPause = Math.max(leastPause + 1, longestPause);
    this.random = new SplittableRandom(seed);
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long next = clock.millis() + longestPause;
      while (!stopped) {
        if (clock.millis() < next) {
          TimeUnit.MILLISECONDS.sleep(20);
          continue;
        }
        next = clock.millis() + random.nextLong(leastPause, longestPause);
        Mishap mishap = mishaps().draw(random);
        if (hit.putIfAbsent(mishap.place(), mishap.what()) == null) {
          executor.execute(() -> disturb(mishap));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** With one sort only, no lot is drawn for it. */
  private Mishaps mishaps() {
    int all = means.keySet().stream().mapToInt(Means::weight).sum();
    int lot = means.size() == 1 ? 0 : random.nextInt(all);
    for (Map.Entry<Means, Mishaps> one : means.entrySet()) {
      lot -= one.getKey().weight();
      if (lot < 0) {
        return one.getValue();
      }
    }
    throw new IllegalStateException("No means");
  }

  private void disturb(Mishap mishap) {
    long from = clock.millis();
    try {
      mishap.begin();
      sleep(mishap.length());
      long lifted = clock.millis();
      mishap.end();
      awaitEnd(mishap);
      disturbances.add(
          new Disturbance(
              mishap.place(),
              mishap.what(),
              mishap.impact(),
              new Trouble(from, clock.millis()),
              lifted));
      hit.remove(mishap.place());
    } catch (RuntimeException e) {
      failure =
          new BenchmarkFailure(
              "%s, %s, does not come back: %s"
                  .formatted(mishap.place(), mishap.what(), e.getMessage()),
              e);
    }
  }

  private void awaitEnd(Mishap mishap) {
    long end = clock.millis() + PATIENCE;
    while (!mishap.isOver()) {
      if (clock.millis() > end) {
        throw new BenchmarkFailure("it is not ready after " + PATIENCE / 1000 + " s");
      }
      sleep(100);
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  /** Has no mishap any more, and waits until all works. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    executor.shutdown();
    if (!executor.awaitTermination(2 * PATIENCE, TimeUnit.MILLISECONDS)) {
      throw new BenchmarkFailure("Not all comes back: " + hit);
    }
    check();
  }

  /**
   * Tells whether all came back so far.
   *
   * @throws BenchmarkFailure if something does not
   */
  void check() {
    BenchmarkFailure found = failure;
    if (found != null) {
      throw found;
    }
  }

  /** What goes on, in words. */
  List<String> now() {
    return hit.entrySet().stream()
        .map(one -> one.getKey() + " " + one.getValue())
        .sorted()
        .toList();
  }

  List<Disturbance> disturbances() {
    return List.copyOf(disturbances);
  }
}
