package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Claims.Head;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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

  /** Sorts what was claimed. An earlier event that was claimed with it leaves before it anyway. */
  Sorted sort(Collection<Delivery> claimed, Instant now) {
    List<Delivery> ordered = claimed.stream().filter(Delivery::ordered).toList();
    Map<SessionId, Head> heads = ordered.isEmpty() ? Map.of() : claims.heads(ordered);
    Set<UUID> together = claimed.stream().map(Delivery::eventId).collect(Collectors.toSet());
    List<Delivery> ready = new ArrayList<>();
    List<Settlement> heldBack = new ArrayList<>();
    for (Delivery delivery : claimed) {
      Head head = delivery.ordered() ? heads.get(delivery.sessionId()) : null;
      if (head == null || together.contains(head.eventId())) {
        ready.add(delivery);
      } else {
        heldBack.add(Settlement.released(delivery, latest(head.dueAt(), now.plus(SHORT_PAUSE))));
      }
    }
    return new Sorted(List.copyOf(ready), List.copyOf(heldBack));
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
