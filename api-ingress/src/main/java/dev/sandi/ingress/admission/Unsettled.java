package dev.sandi.ingress.admission;

import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of admitted requests and is not noted yet. */
final class Unsettled {

  /** While the database is away; beyond it, the newest is forgotten. */
  private static final int MOST = 100_000;

  private final Queue<One> queue = new ConcurrentLinkedQueue<>();

  /** Taken ones too, until they are settled. */
  private final AtomicInteger count = new AtomicInteger();

  private final Counter forgotten;

  Unsettled(Counter forgotten) {
    this.forgotten = forgotten;
  }

  /**
   * @param settled completes when it is noted, or cannot be for now
   */
  record One(Settlement settlement, CompletableFuture<Void> settled) {}

  void add(Settlement settlement, CompletableFuture<Void> settled) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      forgotten.increment();
      settled.complete(null);
    } else {
      queue.add(new One(settlement, settled));
    }
  }

  /** Takes the oldest; each is to be {@link #settled} or {@link #putBack}. */
  List<One> take(int most) {
    List<One> taken = new ArrayList<>();
    One next;
    while (taken.size() < most && (next = queue.poll()) != null) {
      taken.add(next);
    }
    return taken;
  }

  void settled(List<One> taken) {
    count.addAndGet(-taken.size());
    taken.forEach(one -> one.settled().complete(null));
  }

  /** To be tried again; nobody waits for it any longer. */
  void putBack(List<One> taken) {
    for (One one : taken) {
      queue.add(new One(one.settlement(), new CompletableFuture<>()));
      one.settled().complete(null);
    }
  }

  boolean isEmpty() {
    return count.get() == 0;
  }

  /** How many wait, without those that are taken. */
  int size() {
    return queue.size();
  }
}
