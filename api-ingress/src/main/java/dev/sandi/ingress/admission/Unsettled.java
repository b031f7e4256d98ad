package dev.sandi.ingress.admission;

import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of admitted requests and is not noted yet. */
final class Unsettled {

  /** While the database is away; beyond it, the newest is forgotten. */
  private static final int MOST = 100_000;

  private final Queue<Settlement> queue = new ConcurrentLinkedQueue<>();

  /** Taken ones too, until they are settled. */
  private final AtomicInteger count = new AtomicInteger();

  private final Counter forgotten;

  Unsettled(Counter forgotten) {
    this.forgotten = forgotten;
  }

  void add(Settlement settlement) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      forgotten.increment();
    } else {
      queue.add(settlement);
    }
  }

  /**
   * Takes the oldest; each is to be {@link #settled} or {@link #putBack}. For one caller at a time.
   *
   * @param most how many; those of a batch are noted in one row
   * @param mostBack how many of them may be given back, each of which takes several statements
   */
  List<Settlement> take(int most, int mostBack) {
    List<Settlement> taken = new ArrayList<>();
    int back = 0;
    Settlement next;
    while (taken.size() < most && (next = queue.peek()) != null) {
      if (!(next instanceof Settlement.Done) && ++back > mostBack) {
        break;
      }
      taken.add(queue.remove());
    }
    return taken;
  }

  void settled(List<Settlement> taken) {
    count.addAndGet(-taken.size());
  }

  /** To be tried again. */
  void putBack(List<Settlement> taken) {
    queue.addAll(taken);
  }

  boolean isEmpty() {
    return count.get() == 0;
  }

  /** How many wait, without those that are taken. */
  int size() {
    return queue.size();
  }
}
