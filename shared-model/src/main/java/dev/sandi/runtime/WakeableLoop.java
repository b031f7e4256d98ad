package dev.sandi.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A background loop that works when it is woken, and now and then as a safety net.
 *
 * <p>A failure is logged once, not every time, and tried again with growing pauses up to five
 * seconds: a loop never gives up, and does not fill a log while a dependency is away.
 */
public final class WakeableLoop implements SmartLifecycle {

  /** What follows a round of work. */
  public enum Next {
    /** There is more: go on. */
    AT_ONCE,
    /** There is more, but not before a moment is over: go on then, woken or not. */
    SOON,
    /**
     * As {@link #WHEN_WOKEN}, but not before a moment is over, so that what comes meanwhile is
     * worked on together.
     */
    TOGETHER,
    /** Wait until somebody calls {@link #wake()}, or the safety net's time. */
    WHEN_WOKEN;

    /** This or the other, whichever goes on sooner. */
    public Next orSooner(Next other) {
      return compareTo(other) <= 0 ? this : other;
    }
  }

  /** One round of work. */
  @FunctionalInterface
  public interface Work {
    Next run() throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(WakeableLoop.class);
  private static final Duration GATHER = Duration.ofMillis(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Duration safetyNet;
  private final Duration gather;
  private final int phase;
  private final Work work;
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  /**
   * @param name the thread's name
   * @param safetyNet longest time between two rounds
   * @param phase Spring's phase: loops with a higher phase start later and stop earlier
   */
  public WakeableLoop(String name, Duration safetyNet, int phase, Work work) {
    this(name, safetyNet, GATHER, phase, work);
  }

  /**
   * @param gather how long a moment is; ten milliseconds by default
   */
  public WakeableLoop(String name, Duration safetyNet, Duration gather, int phase, Work work) {
    this.name = name;
    this.safetyNet = safetyNet;
    this.gather = gather;
    this.phase = phase;
    this.work = work;
  }

  /** Asks for a round of work, now or right after the current one. */
  public void wake() {
    asked.set(true);
    endWait();
  }

  private void endWait() {
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  @Override
  public void start() {
    if (running.compareAndSet(false, true)) {
      Thread started = new Thread(this::loop, name);
      started.setDaemon(true);
      thread = started;
      started.start();
    }
  }

  /**
   * Lets the current round end, and one last round do what was asked for meanwhile, for at most
   * three seconds.
   */
  @Override
  public void stop() {
    Thread stopping = thread;
    if (running.compareAndSet(true, false) && stopping != null) {
      endWait();
      try {
        stopping.join(TimeUnit.SECONDS.toMillis(3));
        if (stopping.isAlive()) {
          stopping.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void loop() {
    Duration pause = Duration.ZERO;
    while (running.get()) {
      try {
        asked.set(false);
        Next next = work.run();
        if (!pause.isZero()) {
          log.info("{} goes on", name);
          pause = Duration.ZERO;
        }
        if ((next == Next.SOON || next == Next.TOGETHER) && running.get()) {
          TimeUnit.NANOSECONDS.sleep(gather.toNanos());
        }
        if (next == Next.TOGETHER || next == Next.WHEN_WOKEN) {
          await(safetyNet);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception | Error e) {
        // An Error too: nobody would notice a thread that is gone, and its work left undone.
        if (pause.isZero() && running.get()) {
          log.warn("{} failed and is tried again: {}", name, Failures.describe(e));
        }
        log.debug("{} failed", name, e);
        pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        if (!awaitQuietly(pause)) {
          return;
        }
      }
    }
    if (asked.get()) {
      runOnceMore();
    }
  }

  private void runOnceMore() {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.debug("{} failed in its last round", name, e);
    }
  }

  private boolean awaitQuietly(Duration pause) {
    // Not by the semaphore: wakes must not turn a failing loop into a busy one.
    long end = System.nanoTime() + pause.toNanos();
    try {
      while (running.get() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void await(Duration longest) throws InterruptedException {
    if (wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      wakes.drainPermits();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public boolean isRunning() {
    return running.get();
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
