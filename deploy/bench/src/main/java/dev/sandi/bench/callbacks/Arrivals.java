package dev.sandi.bench.callbacks;

import java.util.BitSet;

/** Which of a row of numbered callbacks have arrived, and with how many requests. */
final class Arrivals {

  private final long first;
  private final int count;
  private final BitSet arrived = new BitSet();
  private long requests;
  private long last = System.nanoTime();

  /**
   * @param first the number that the first id carries, by {@link Publisher#number}
   */
  Arrivals(long first, int count) {
    this.first = first;
    this.count = count;
  }

  /** Takes a request, of whatever event. */
  synchronized void saw(Request request) {
    long number = Publisher.number(request.id()) - first;
    if (number >= 0 && number < count) {
      arrived.set((int) number);
      requests++;
      last = request.nanos();
    }
  }

  /** Callbacks of which there was a request. */
  synchronized int distinct() {
    return arrived.cardinality();
  }

  synchronized long requests() {
    return requests;
  }

  /** When the last came, or this began if none has, as {@link System#nanoTime}. */
  synchronized long last() {
    return last;
  }
}
