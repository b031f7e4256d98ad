package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The right of one copy to a delivery. Its id is the fence: what is written about the delivery is
 * written only while the row still carries it.
 *
 * @param until when anybody may take the delivery over
 */
record Claim(UUID id, Instant until) {

  static Claim at(Instant now, Duration lease) {
    return new Claim(UUID.randomUUID(), now.plus(lease));
  }

  boolean lasts(Instant now, Duration needed) {
    return !now.plus(needed).isAfter(until);
  }
}
