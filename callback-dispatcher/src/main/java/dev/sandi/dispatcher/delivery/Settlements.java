package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is still to be written. There are never more of them than deliveries that this copy holds.
 */
final class Settlements {

  /**
   * What is made and not written is made again should this copy die, or its lease run out: so much
   * is written in a moment, and lets who writes never wait.
   */
  private static final int MANY = 2000;

  private final BlockingQueue<Settlement> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger unwritten = new AtomicInteger();
  private volatile Runnable added = () -> {};
  private volatile Runnable fewer = () -> {};

  /** Sets who is told that something is to be written. */
  void whenAdded(Runnable listener) {
    added = listener;
  }

  /** Sets who is told that some are written. */
  void whenFewer(Runnable listener) {
    fewer = listener;
  }

  void add(Settlement settlement) {
    unwritten.incrementAndGet();
    queue.add(settlement);
    added.run();
  }

  /**
   * Takes what is there, after a little wait for more: a transaction of ten costs hardly more than
   * one of one. Whoever waits for each of them is woken for each of them, which costs more than the
   * rest.
   */
  List<Settlement> take(int most, Duration linger) throws InterruptedException {
    List<Settlement> taken = new ArrayList<>();
    queue.drainTo(taken, most);
    if (!taken.isEmpty() && taken.size() < most) {
      TimeUnit.NANOSECONDS.sleep(linger.toNanos());
      queue.drainTo(taken, most - taken.size());
    }
    return taken;
  }

  /** So many of those that were taken are written, or never will be. */
  void written(int count) {
    unwritten.addAndGet(-count);
    fewer.run();
  }

  /** Whether nothing should be begun until some are written. */
  boolean areMany() {
    return unwritten.get() >= MANY;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
