package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that wait for a slot of their endpoint: what is replayed in bulk behind all
 * others. Guarded by the {@link Lanes}.
 */
final class Waiting {

  private final Deque<Delivery> usual = new ArrayDeque<>();
  private final Deque<Delivery> bulk = new ArrayDeque<>();

  void add(Delivery delivery) {
    (delivery.bulk() ? bulk : usual).addLast(delivery);
  }

  boolean hasUsual() {
    return !usual.isEmpty();
  }

  boolean hasBulk() {
    return !bulk.isEmpty();
  }

  /** Takes the first that may go, of the usual ones or else of those in bulk. */
  @Nullable Delivery take(Predicate<Delivery> mayGo, boolean alsoBulk) {
    Delivery first = take(usual, mayGo);
    return first != null || !alsoBulk ? first : take(bulk, mayGo);
  }

  private static @Nullable Delivery take(Deque<Delivery> queue, Predicate<Delivery> mayGo) {
    for (Iterator<Delivery> all = queue.iterator(); all.hasNext(); ) {
      Delivery next = all.next();
      if (mayGo.test(next)) {
        all.remove();
        return next;
      }
    }
    return null;
  }

  List<Delivery> takeAll(Predicate<Delivery> wanted) {
    List<Delivery> taken = new ArrayList<>();
    usual.removeIf(delivery -> wanted.test(delivery) && taken.add(delivery));
    bulk.removeIf(delivery -> wanted.test(delivery) && taken.add(delivery));
    return taken;
  }

  /** Since when the one is due that has waited longest. */
  Optional<Instant> oldestDue() {
    return Stream.concat(usual.stream(), bulk.stream())
        .map(Delivery::dueAt)
        .min(Comparator.naturalOrder());
  }

  /** Takes what has waited until its lease is too short. */
  List<Delivery> takeOverdue(Instant now, Duration needed) {
    List<Delivery> taken = new ArrayList<>();
    for (Deque<Delivery> queue : List.of(usual, bulk)) {
      Delivery first;
      while ((first = queue.peekFirst()) != null && !first.claim().lasts(now, needed)) {
        taken.add(queue.removeFirst());
      }
    }
    return taken;
  }
}
