package dev.sandi.ingress.admission;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A request to send a code that is asking for admission.
 *
 * @param session names this attempt ({@link AttemptId}), and is the session that it becomes, unless
 *     its key already stands for one
 * @param free whether it meets no rate and costs no quota
 * @param blocked whether its number is blocked: it is not sent, but its key may have been answered
 *     before
 * @param unfit whether it may not be sent as it is, for another reason: likewise
 * @param withOtp whether its answer repeats the code
 * @param sealedOtp that code, sealed for its session, if it does not follow from the request
 * @param key its {@code Idempotency-Key}; null if it has none
 * @param listing what is told of it among recent requests
 */
public record Candidate(
    AppId app,
    PhoneNumber msisdn,
    SessionId session,
    boolean free,
    boolean blocked,
    boolean unfit,
    boolean withOtp,
    @Nullable String sealedOtp,
    @Nullable IdempotencyKey key,
    Listing listing) {

  /** One whose answer follows from the request. */
  public Candidate(
      AppId app,
      PhoneNumber msisdn,
      SessionId session,
      boolean free,
      boolean blocked,
      boolean unfit,
      boolean withOtp,
      @Nullable IdempotencyKey key,
      Listing listing) {
    this(app, msisdn, session, free, blocked, unfit, withOtp, null, key, listing);
  }

  /** The same, as an attempt of its own. */
  Candidate again() {
    return new Candidate(
        app,
        msisdn,
        AttemptId.at(session.startedAt(), AttemptId.segments(session)),
        free,
        blocked,
        unfit,
        withOtp,
        sealedOtp,
        key,
        listing);
  }

  /** Whether it counts among the sends to its number, if it is admitted. */
  boolean counts() {
    return !free && !blocked && !unfit;
  }
}
