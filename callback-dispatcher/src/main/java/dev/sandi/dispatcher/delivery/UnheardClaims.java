package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Of deliveries that may have been added though nobody heard of it: under which claims they would
 * be. Nothing was begun under those, but whoever took over what is under them could not know that.
 */
final class UnheardClaims {

  /** What another copy takes in, since the partition is its own by now, is never removed here. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Map<UUID, List<Claim>> byEvent = new ConcurrentHashMap<>();

  void add(Collection<NewDelivery> claimed, Claim claim, Instant now) {
    Instant old = now.minus(KEPT);
    byEvent.values().removeIf(claims -> claims.stream().allMatch(c -> c.until().isBefore(old)));
    for (NewDelivery delivery : claimed) {
      byEvent.merge(
          delivery.eventId(),
          List.of(claim),
          (known, more) -> Stream.concat(known.stream(), more.stream()).toList());
    }
  }

  Set<Claim> of(List<NewDelivery> born) {
    Set<Claim> claims = new HashSet<>();
    if (!byEvent.isEmpty()) {
      born.forEach(delivery -> claims.addAll(byEvent.getOrDefault(delivery.eventId(), List.of())));
    }
    return claims;
  }

  void remove(List<NewDelivery> heard) {
    heard.forEach(delivery -> byEvent.remove(delivery.eventId()));
  }
}
