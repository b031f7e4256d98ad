package dev.sandi.processor.code;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A code that can be verified.
 *
 * @param id the session that it was made for, which is the context of its seal
 * @param hash what a guess is compared with
 * @param sealed the code itself, for sending it again
 * @param expiresAtMost twice the first time limit after it was made: no resend moves the end beyond
 * @param sessions the sessions that carry it, the oldest first
 */
record LiveCode(
    UUID id,
    String hash,
    String sealed,
    Instant expiresAt,
    Instant expiresAtMost,
    List<UUID> sessions) {

  /** A new code, made for its first session. */
  static LiveCode made(
      UUID session, String hash, String sealed, Instant requestedAt, Duration limit) {
    return new LiveCode(
        session,
        hash,
        sealed,
        requestedAt.plus(limit),
        requestedAt.plus(limit.multipliedBy(2)),
        List.of(session));
  }

  /**
   * The same code for a resend, which restarts its clock; empty if it has ended, or if the session
   * was promised more time than this code may have.
   */
  Optional<LiveCode> repeated(UUID session, Instant requestedAt, Duration limit) {
    Instant promised = requestedAt.plus(limit);
    if (!expiresAt.isAfter(requestedAt) || promised.isAfter(expiresAtMost)) {
      return Optional.empty();
    }
    Instant later = promised.isAfter(expiresAt) ? promised : expiresAt;
    return Optional.of(
        new LiveCode(
            id,
            hash,
            sealed,
            later,
            expiresAtMost,
            Stream.concat(sessions.stream(), Stream.of(session)).toList()));
  }
}
