package dev.sandi.ingress.app;

import java.time.Instant;
import java.util.UUID;

/**
 * A key that was not revoked.
 *
 * @param expiresAt {@link Instant#MAX} if it does not expire
 */
record LiveKey(UUID id, KeyHash hash, Instant expiresAt) {

  /** Takes a key's place in comparisons; no key has this hash. */
  static final LiveKey DECOY =
      new LiveKey(new UUID(0, 0), KeyHash.stored(new byte[32]), Instant.MIN);

  boolean isLive(Instant now) {
    return now.isBefore(expiresAt);
  }

  @Override
  public String toString() {
    return "LiveKey[" + id + "]";
  }
}
