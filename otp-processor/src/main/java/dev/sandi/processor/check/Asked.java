package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.SessionId;
import java.time.Instant;

/**
 * A request with what its app wants of the checks.
 *
 * @param number the msisdn as a number
 */
record Asked(OtpRequested request, AppPolicy policy, long number) {

  /** Numbers below one prefix. */
  static final long BELOW_PREFIX = 10_000;

  static Asked of(OtpRequested request, AppPolicy policy) {
    return new Asked(request, policy, Long.parseLong(request.msisdn().digits()));
  }

  SessionId session() {
    return request.sessionId();
  }

  String owner() {
    return policy.owner();
  }

  /** When it was asked, as the database keeps it. */
  Instant at() {
    return request.requestedAt().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  /** The number without its last four digits. */
  long prefix() {
    return number / BELOW_PREFIX;
  }
}
