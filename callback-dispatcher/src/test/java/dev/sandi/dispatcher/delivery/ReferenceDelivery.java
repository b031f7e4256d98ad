package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one delivery, without any store: who may attempt it when, and what follows
 * from an answer.
 */
final class ReferenceDelivery {

  /** The schedule of the rules, without jitter. */
  static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

  static final Duration MAX_AGE = Duration.ofHours(1);
  static final Duration LONGEST_ASKED = Duration.ofDays(1);

  final UUID id;
  final int session;
  final boolean ordered;
  final boolean once;
  String state = "pending";
  int attempts;
  Instant dueAt;

  /** When it was born or replayed: its schedule and its age count from there. */
  Instant dueSince;

  int attemptsBefore;
  boolean bulk;
  @Nullable Instant leaseUntil;
  @Nullable UUID claim;

  /** Where it stands in time among all that became pending or changed hands. */
  int since;

  /** The copy that had it last. */
  @Nullable Object copy;

  /** Earlier events that did not keep it from its copy, since they were with another then. */
  Set<UUID> notAwaited = Set.of();

  /** Whether the copy that took it in has had it ever since. */
  boolean inHand;

  /** Whether it was ever in the table, and not only in memory. */
  boolean waited;

  /** Whether a copy had it that was never heard of again. */
  boolean doubtful;

  /** Whether an attempt was begun that may have reached the server. */
  boolean begun;

  @Nullable Instant endedAt;
  @Nullable String endReason;

  ReferenceDelivery(UUID id, int session, boolean ordered, boolean once, Instant createdAt) {
    this.id = id;
    this.session = session;
    this.ordered = ordered;
    this.once = once;
    this.dueAt = createdAt;
    this.dueSince = createdAt;
  }

  boolean isPending() {
    return state.equals("pending");
  }

  boolean isClaimable(boolean inBulk, Instant now) {
    return isPending()
        && !inHand
        && bulk == inBulk
        && !(leaseUntil == null ? dueAt : leaseUntil).isAfter(now);
  }

  void bornClaimed(UUID by, Instant until) {
    claim = by;
    leaseUntil = until;
    inHand = true;
    waited = false;
  }

  void claimed(UUID by, Instant until) {
    doubtful = doubtful || leaseUntil != null;
    claim = by;
    leaseUntil = until;
    waited = ordered;
  }

  /** A copy that does not end what it took in within its lease is as good as dead. */
  void takenFromDead(Instant now) {
    inHand = inHand && leaseUntil != null && leaseUntil.isAfter(now);
  }

  /** What a copy writes whose claim is not the last has no effect. */
  private boolean isMine(UUID by) {
    return by.equals(claim) && isPending();
  }

  void answered(UUID by, int status, int retryAfterSeconds, Instant at) {
    if (!isMine(by)) {
      return;
    }
    attempted();
    begun = begun && status != DeliveryStep.UNREACHED;
    Duration asked = Duration.ofSeconds(retryAfterSeconds);
    int counted = attempts - attemptsBefore;
    if (status / 100 == 2) {
      state = "delivered";
      endedAt = at;
    } else if (status == 410) {
      exhausted("gone", at);
    } else if (once && status != DeliveryStep.UNREACHED) {
      exhausted("at_most_once", at);
    } else if (counted > PAUSES.size()) {
      exhausted("attempts_used_up", at);
    } else {
      Duration pause = PAUSES.get(counted - 1);
      Duration floor = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
      Instant next = at.plus(floor.compareTo(pause) > 0 ? floor : pause);
      if (next.isAfter(dueSince.plus(MAX_AGE))) {
        exhausted("expired", at);
      } else {
        dueAt = next;
        waits();
      }
    }
  }

  void interrupted(UUID by, Instant at) {
    if (isMine(by)) {
      attempted();
      exhausted("interrupted", at);
    }
  }

  private void attempted() {
    attempts++;
    claim = null;
    leaseUntil = null;
    doubtful = false;
  }

  private void exhausted(String reason, Instant at) {
    state = "exhausted";
    endReason = reason;
    endedAt = at;
  }

  private void waits() {
    inHand = false;
    waited = ordered;
  }

  /** Nobody knows better than before what became of an attempt that may have been begun. */
  void givenBack(UUID by, @Nullable Instant until) {
    if (isMine(by)) {
      dueAt = until == null ? dueAt : until;
      claim = null;
      leaseUntil = doubtful ? dueAt : null;
      waits();
    }
  }

  void replayed(boolean inBulk, Instant now) {
    state = "pending";
    dueAt = now;
    dueSince = now;
    attemptsBefore = attempts;
    bulk = inBulk;
    claim = null;
    leaseUntil = null;
    doubtful = false;
    begun = false;
    endedAt = null;
    endReason = null;
    waits();
  }
}
