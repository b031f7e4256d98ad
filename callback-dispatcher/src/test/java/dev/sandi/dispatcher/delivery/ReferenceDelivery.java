package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  final Instant createdAt;
  String state = "pending";
  int attempts;
  Instant dueAt;
  @Nullable Instant leaseUntil;
  @Nullable UUID claim;
  @Nullable String endReason;

  ReferenceDelivery(UUID id, Instant createdAt) {
    this.id = id;
    this.createdAt = createdAt;
    this.dueAt = createdAt;
  }

  void claimed(UUID by, Instant until) {
    claim = by;
    leaseUntil = until;
  }

  boolean isClaimable(Instant now) {
    return state.equals("pending") && !(leaseUntil == null ? dueAt : leaseUntil).isAfter(now);
  }

  /** What a copy writes whose claim is not the last has no effect. */
  void answered(UUID by, int status, int retryAfterSeconds, Instant now) {
    if (!by.equals(claim) || !state.equals("pending")) {
      return;
    }
    attempts++;
    claim = null;
    leaseUntil = null;
    Duration asked = Duration.ofSeconds(retryAfterSeconds);
    if (status / 100 == 2) {
      state = "delivered";
    } else if (status == 410) {
      end("gone");
    } else if (attempts > PAUSES.size()) {
      end("attempts_used_up");
    } else {
      Duration pause = PAUSES.get(attempts - 1);
      Duration floor = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
      Instant next = now.plus(floor.compareTo(pause) > 0 ? floor : pause);
      if (next.isAfter(createdAt.plus(MAX_AGE))) {
        end("expired");
      } else {
        dueAt = next;
      }
    }
  }

  private void end(String reason) {
    state = "exhausted";
    endReason = reason;
  }

  void givenBack(UUID by) {
    if (by.equals(claim)) {
      claim = null;
      leaseUntil = null;
    }
  }
}
