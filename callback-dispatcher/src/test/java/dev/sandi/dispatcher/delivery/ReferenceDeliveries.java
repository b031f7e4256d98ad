package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.endpoint.Gate;
import dev.sandi.value.CallbackPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rules say of the deliveries of one endpoint as they are to each other, without any
 * store: which wait for which, which the gate lets through, and which a replay means.
 */
final class ReferenceDeliveries {

  private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_REPLAYS = 8;

  /** In the order in which they were taken in. */
  private final Map<UUID, ReferenceDelivery> all = new LinkedHashMap<>();

  private final Queue<Replay> replays = new ArrayDeque<>();
  private final CallbackPolicy policy;
  private int moment;
  private Gate gate = Gate.OPEN;
  Instant probeAt = Instant.EPOCH;

  private record Replay(DeliveryState state, boolean named, Instant askedAt) {}

  ReferenceDeliveries(CallbackPolicy policy) {
    this.policy = policy;
  }

  Collection<ReferenceDelivery> all() {
    return all.values();
  }

  ReferenceDelivery of(UUID id) {
    return Objects.requireNonNull(all.get(id));
  }

  /** Takes one in, which is born claimed if there is room and nothing before it waits. */
  ReferenceDelivery takenIn(
      UUID id, int session, boolean room, Object copy, Claim claim, Instant now) {
    boolean ordered = policy.order() == CallbackPolicy.Order.SESSION;
    ReferenceDelivery born = new ReferenceDelivery(id, session, ordered, policy.atMostOnce(), now);
    all.put(id, born);
    Optional<Instant> held =
        waitingBefore(born).map(earlier -> earlier.dueAt).max(Comparator.naturalOrder());
    if (held.isPresent()) {
      born.dueAt = latest(now, held.get());
    }
    born.waited = ordered;
    if (room && held.isEmpty()) {
      born.bornClaimed(claim.id(), claim.until());
      heldBy(copy, born);
    }
    born.since = ++moment;
    return born;
  }

  /** The events that are to be told before one, as far as they were ever in the table. */
  private Stream<ReferenceDelivery> waitingBefore(ReferenceDelivery delivery) {
    return pendingBefore(delivery).filter(earlier -> earlier.waited);
  }

  private Stream<ReferenceDelivery> pendingBefore(ReferenceDelivery delivery) {
    return all.values().stream()
        .takeWhile(earlier -> earlier != delivery)
        .filter(earlier -> earlier.session == delivery.session && delivery.ordered)
        .filter(ReferenceDelivery::isPending);
  }

  /**
   * What is on its way for the first time has never waited: only its own copy keeps from the others
   * what follows it, and no other copy knows of it.
   */
  private void heldBy(Object copy, ReferenceDelivery delivery) {
    delivery.copy = copy;
    delivery.notAwaited =
        pendingBefore(delivery)
            .filter(earlier -> !earlier.waited && earlier.copy != copy)
            .map(earlier -> earlier.id)
            .collect(Collectors.toSet());
  }

  /** How many a copy gets that looks for what is due. */
  int claimable(boolean bulk, int most, Instant now) {
    all.values().forEach(delivery -> delivery.takenFromDead(now));
    List<ReferenceDelivery> due =
        all.values().stream().filter(delivery -> delivery.isClaimable(bulk, now)).toList();
    return switch (gate) {
      case OPEN -> Math.min(most, due.size());
      case BROKEN -> !probeAt.isAfter(now) && due.stream().anyMatch(this::isFirst) ? 1 : 0;
      case PAUSED, GONE, DISABLED -> 0;
    };
  }

  private boolean isFirst(ReferenceDelivery delivery) {
    return waitingBefore(delivery).findAny().isEmpty();
  }

  /** Notes what a copy got. */
  void claimed(Collection<Delivery> found, boolean bulk, Object copy, Claim claim, Instant now) {
    moment++;
    for (Delivery delivery : found) {
      ReferenceDelivery rule = of(delivery.eventId());
      assertThat(rule.isClaimable(bulk, now)).isTrue();
      assertThat(delivery.takenOver()).isEqualTo(rule.leaseUntil != null);
      assertThat(delivery.attempts()).isEqualTo(rule.attempts);
      assertThat(delivery.attemptsBefore()).isEqualTo(rule.attemptsBefore);
      assertThat(delivery.ordered()).isEqualTo(rule.ordered);
      assertThat(delivery.probe()).isEqualTo(gate == Gate.BROKEN);
      if (delivery.probe()) {
        assertThat(isFirst(rule)).isTrue();
        probeAt = claim.until();
      }
      rule.since = moment;
    }
    found.forEach(delivery -> of(delivery.eventId()).claimed(claim.id(), claim.until()));
    found.forEach(delivery -> heldBy(copy, of(delivery.eventId())));
  }

  /**
   * Until when one that was claimed is held back by an earlier event, which was not claimed with
   * it: empty if it may be attempted.
   */
  Optional<Instant> heldBack(UUID id, Set<UUID> claimedTogether, Instant now) {
    return waitingBefore(of(id))
        .filter(earlier -> !claimedTogether.contains(earlier.id))
        .findFirst()
        .map(earlier -> latest(earlier.dueAt, now.plus(SHORT_PAUSE)));
  }

  /** An attempt begins: only by who has the right to it, in its turn, and as often as wanted. */
  void begun(UUID id, UUID claim) {
    ReferenceDelivery rule = of(id);
    assertThat(rule.isPending() && claim.equals(rule.claim)).as("claimed by who begins").isTrue();
    assertThat(rule.once && (rule.begun || rule.doubtful)).as("begun twice").isFalse();
    assertThat(
            waitingBefore(rule)
                .filter(earlier -> earlier.since <= rule.since)
                .filter(earlier -> !rule.notAwaited.contains(earlier.id)))
        .as("overtaken by %s", id)
        .isEmpty();
    rule.begun = true;
  }

  void gated(Gate next, Instant probedAt) {
    gate = next;
    probeAt = probedAt;
  }

  Gate gate() {
    return gate;
  }

  /** Whether one is made due again: only what has ended is. */
  boolean replayed(UUID id, Instant now) {
    ReferenceDelivery rule = of(id);
    boolean ended = !rule.isPending();
    if (ended) {
      replay(rule, false, now);
    }
    return ended;
  }

  private void replay(ReferenceDelivery rule, boolean bulk, Instant now) {
    rule.replayed(bulk, now);
    rule.since = ++moment;
  }

  boolean replayBegun(DeliveryState state, boolean named, Instant now) {
    return replays.size() < MOST_REPLAYS && replays.add(new Replay(state, named, now));
  }

  boolean replaysRun() {
    return !replays.isEmpty();
  }

  /** An app that wants nothing twice is left out unless it was named. */
  void replayWalked(Instant now) {
    Replay replay = replays.remove();
    if (replay.named() || !policy.atMostOnce()) {
      all.values().stream()
          .filter(rule -> rule.state.equals(replay.state().slug()))
          .filter(rule -> !Objects.requireNonNull(rule.endedAt).isAfter(replay.askedAt()))
          .forEach(rule -> replay(rule, true, now));
    }
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
