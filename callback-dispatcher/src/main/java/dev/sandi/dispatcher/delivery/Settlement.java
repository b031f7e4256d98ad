package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Released;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written about a delivery that this copy had claimed.
 *
 * @param attempt absent if none was made
 */
record Settlement(Delivery delivery, @Nullable Attempt attempt, Outcome outcome) {

  static Settlement released(Delivery delivery, Instant at) {
    return new Settlement(delivery, null, new Released(at));
  }

  /** Gives a delivery back as it was claimed; it keeps its place. */
  static Settlement givenBack(Delivery delivery) {
    return new Settlement(delivery, null, new Released(null));
  }

  /** The same without whatever the server, and not Sandi, has a say in. */
  Settlement bare() {
    return new Settlement(delivery, attempt == null ? null : attempt.bare(), outcome);
  }

  boolean isBare() {
    return equals(bare());
  }

  String state() {
    if (outcome instanceof Delivered) {
      return "delivered";
    }
    return outcome instanceof Exhausted ? "exhausted" : "pending";
  }

  int attempts() {
    return attempt == null ? delivery.attempts() : attempt.number();
  }

  /** Whether nobody knows still what a copy did that was never heard of again. */
  boolean isDoubtful() {
    return attempt == null && delivery.takenOver();
  }

  @Nullable String endReason() {
    return outcome instanceof Exhausted exhausted ? exhausted.end().slug() : null;
  }

  /** Null once it has ended, or if it stays as it was. */
  @Nullable Instant nextAttemptAt() {
    if (outcome instanceof Retry retry) {
      return retry.at();
    }
    return outcome instanceof Released released ? released.at() : null;
  }

  @Nullable Instant endedAt() {
    return nextAttemptAt() == null && attempt != null ? attempt.endedAt() : null;
  }
}
