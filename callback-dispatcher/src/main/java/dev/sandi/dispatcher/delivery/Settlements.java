package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is still to be written. There are never more of them than deliveries that this copy holds.
 */
final class Settlements {

  private final BlockingQueue<Settlement> queue = new LinkedBlockingQueue<>();
  private volatile Runnable added = () -> {};

  /** Sets who is told that something is to be written. */
  void whenAdded(Runnable listener) {
    added = listener;
  }

  void add(Settlement settlement) {
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

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
