package dev.sandi.processor.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What was asked for before a batch, by prefix: the last {@value #MOST} requests below each, which
 * is also all that a decision may depend on, however long the batch is.
 */
final class History {

  static final int MOST = 1000;

  private final Map<Long, List<Seen>> before;
  private final boolean known;

  private History(Map<Long, List<Seen>> before, boolean known) {
    this.before = before;
    this.known = known;
  }

  /** Of those before a batch, in any order. */
  static History of(List<Seen> seen) {
    Map<Long, List<Seen>> before = new HashMap<>();
    seen.forEach(one -> before.computeIfAbsent(one.prefix(), p -> new ArrayList<>()).add(one));
    before.values().forEach(list -> list.sort(Seen.BY_TIME));
    return new History(before, true);
  }

  /** Nothing is known, not even of the batch itself. */
  static History unknown() {
    return new History(Map.of(), false);
  }

  /** What was seen before a request, and the request itself. */
  static final class View {

    private final Map<Long, List<Seen>> seen = new HashMap<>();

    private View(Map<Long, List<Seen>> before) {
      before.forEach((prefix, list) -> seen.put(prefix, new ArrayList<>(list)));
    }

    private void add(Seen one) {
      List<Seen> list = seen.computeIfAbsent(one.prefix(), p -> new ArrayList<>());
      int place = Collections.binarySearch(list, one, Seen.BY_TIME);
      list.add(place < 0 ? -place - 1 : place, one);
      if (list.size() > MOST) {
        list.remove(0);
      }
    }

    /** The requests below a prefix, the oldest first. */
    List<Seen> below(long prefix) {
      return seen.getOrDefault(prefix, List.of());
    }

    /** The requests for numbers within a distance. */
    List<Seen> near(long number, long distance) {
      List<Seen> near = new ArrayList<>();
      long last = (number + distance) / Asked.BELOW_PREFIX;
      for (long prefix = Math.max(0, number - distance) / Asked.BELOW_PREFIX;
          prefix <= last;
          prefix++) {
        for (Seen one : below(prefix)) {
          if (Math.abs(one.number() - number) <= distance) {
            near.add(one);
          }
        }
      }
      return near;
    }
  }

  /** Goes through the requests in order; each sees those before it, and itself. */
  void replay(List<Asked> requests, BiConsumer<Asked, View> each) {
    if (!known) {
      return;
    }
    View view = new View(before);
    for (Asked asked : requests) {
      view.add(Seen.of(asked));
      each.accept(asked, view);
    }
  }
}
