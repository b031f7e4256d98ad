package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps the events of a session in their order: one that failed holds back those that follow, and
 * those of no other session.
 */
final class Sessions {

  private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);

  private final Claims claims;

  Sessions(Claims claims) {
    this.claims = claims;
  }

  /**
   * What may be attempted, and what an earlier event holds back.
   *
   * @param heldBack to be given back until the earlier one is due
   */
  record Sorted(List<Delivery> ready, List<Settlement> heldBack) {}

  /**
   * Sorts what was claimed. Earlier events that were claimed with it leave before it anyway, if all
   * of them were.
   */
  Sorted sort(Collection<Delivery> claimed, Instant now) {
    List<Delivery> ordered = claimed.stream().filter(Delivery::ordered).toList();
    Map<UUID, Instant> waiting = ordered.isEmpty() ? Map.of() : claims.heldBack(ordered);
    List<Delivery> ready = new ArrayList<>();
    List<Settlement> heldBack = new ArrayList<>();
    for (Delivery delivery : claimed) {
      Instant earlierDueAt = waiting.get(delivery.eventId());
      if (earlierDueAt == null) {
        ready.add(delivery);
      } else {
        heldBack.add(Settlement.released(delivery, latest(earlierDueAt, now.plus(SHORT_PAUSE))));
      }
    }
    return new Sorted(List.copyOf(ready), List.copyOf(heldBack));
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
