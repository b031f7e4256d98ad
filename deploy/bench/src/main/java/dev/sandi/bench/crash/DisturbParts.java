package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.crash.Disturbance.Kind;
import dev.sandi.bench.sending.RunClock;
import dev.sandi.bench.sending.Trouble;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hits one part after the other, at times and in ways that a seed tells. A part is left alone until
 * it works again; meanwhile others are hit.
 */
final class DisturbParts {

  private static final long LEAST_PAUSE = 3_000;
  private static final long LONGEST_DEATH = 4_000;
  private static final long LONGEST_FREEZE = 12_000;

  /** Longer than leases, and than a broker waits for a consumer. */
  private static final long LONG_FREEZE = 45_000;

  private static final long PATIENCE = 180_000;

  private final List<Part> parts;
  private final RunClock clock;
  private final long longestPause;
  private final SplittableRandom random;
  private final Queue<Disturbance> disturbances = new ConcurrentLinkedQueue<>();
  private final Set<Part> hit = ConcurrentHashMap.newKeySet();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Thread thread = new Thread(this::run, "disturbances");
  private volatile boolean stopped;
  private volatile @Nullable BenchmarkFailure failure;

  /**
   * @param longestPause between two disturbances, in milliseconds
   */
  DisturbParts(List<Part> parts, RunClock clock, long longestPause, long seed) {
    this.parts = List.copyOf(parts);
    this.clock = clock;
    this.longestPause = Math.max(LEAST_PAUSE + 1, longestPause);
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
        next = clock.millis() + random.nextLong(LEAST_PAUSE, longestPause);
        Part part = parts.get(random.nextInt(parts.size()));
        Kind kind = kind();
        long length = length(kind);
        if (hit.add(part)) {
          executor.execute(() -> disturb(part, kind, length));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Kind kind() {
    double lot = random.nextDouble();
    return lot < 0.55 ? Kind.KILLED : lot < 0.7 ? Kind.TERMINATED : Kind.FROZEN;
  }

  private long length(Kind kind) {
    if (kind != Kind.FROZEN) {
      return random.nextLong(LONGEST_DEATH);
    }
    return random.nextDouble() < 0.1 ? LONG_FREEZE : random.nextLong(500, LONGEST_FREEZE);
  }

  private void disturb(Part part, Kind kind, long length) {
    long from = clock.millis();
    try {
      switch (kind) {
        case KILLED -> part.kill();
        case TERMINATED -> part.terminate();
        case FROZEN -> part.freeze();
      }
      sleep(length);
      if (kind == Kind.FROZEN) {
        part.thaw();
      } else {
        part.start();
      }
      awaitReady(part);
      disturbances.add(new Disturbance(part, kind, new Trouble(from, clock.millis())));
      hit.remove(part);
    } catch (RuntimeException e) {
      failure = new BenchmarkFailure(part.name() + " does not come back: " + e.getMessage(), e);
    }
  }

  private void awaitReady(Part part) {
    long end = clock.millis() + PATIENCE;
    while (!part.isReady()) {
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

  /** Hits nothing any more, and waits until all parts work. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    executor.shutdown();
    if (!executor.awaitTermination(2 * PATIENCE, TimeUnit.MILLISECONDS)) {
      throw new BenchmarkFailure("Parts do not come back: " + hit);
    }
    check();
  }

  /**
   * Tells whether all parts came back so far.
   *
   * @throws BenchmarkFailure if one does not
   */
  void check() {
    BenchmarkFailure found = failure;
    if (found != null) {
      throw found;
    }
  }

  List<Disturbance> disturbances() {
    return List.copyOf(disturbances);
  }
}
