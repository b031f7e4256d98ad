package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.SessionId;
import java.time.Instant;

/**
 * A request with what its app wants of the checks.
 *
 * @param number the msisdn as a number; in the sandbox with {@link #SANDBOX} added
 */
record Asked(OtpRequested request, AppPolicy policy, long number) {

  /** Numbers below one prefix. */
  static final long BELOW_PREFIX = 10_000;

  /**
   * The sandbox has the same numbers far above all that a msisdn can be, so that nothing which
   * looks at numbers or prefixes sees those of the other side, nor forgets its own because of them.
   */
  static final long SANDBOX = 100_000_000_000_000_000L;

  static Asked of(OtpRequested request, AppPolicy policy) {
    long number = Long.parseLong(request.msisdn().digits());
    return new Asked(request, policy, request.sandbox() ? SANDBOX + number : number);
  }

  boolean sandbox() {
    return request.sandbox();
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
