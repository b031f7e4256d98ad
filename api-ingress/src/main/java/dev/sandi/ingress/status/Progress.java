package dev.sandi.ingress.status;

import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one event, or several, say of a session. Merging gives the same whatever the order, and the
 * statement that stores it merges by the same rules.
 *
 * @param reason why it is in this state, if the state has a reason
 * @param userAgent known from the request alone
 * @param promisedUntil the end that the client was told, known from the request alone
 * @param expiresAt the end of the code itself, known once it is sent
 */
record Progress(
    Session session,
    RequestState state,
    @Nullable String reason,
    @Nullable String userAgent,
    Instant updatedAt,
    @Nullable Instant promisedUntil,
    @Nullable Instant expiresAt) {

  static Progress of(OtpRequested event, Instant at) {
    return new Progress(
        event.session(),
        RequestState.REQUESTED,
        null,
        event.userAgent(),
        at,
        event.requestedAt().plus(event.timeLimit().duration()),
        null);
  }

  static Progress of(LifecycleEvent event, Instant at) {
    return new Progress(
        event.session(),
        RequestState.after(event),
        reason(event),
        null,
        at,
        null,
        event instanceof OtpSent sent ? sent.expiresAt() : null);
  }

  private static @Nullable String reason(LifecycleEvent event) {
    if (event instanceof OtpRejected rejected) {
      return rejected.reason();
    }
    if (event instanceof OtpFailed failed) {
      return failed.reason();
    }
    return event instanceof OtpUndelivered undelivered ? undelivered.reason() : null;
  }

  Progress merge(Progress other) {
    Progress further = other.state.rank() > state.rank() ? other : this;
    return new Progress(
        session,
        further.state,
        further.reason,
        userAgent != null ? userAgent : other.userAgent,
        updatedAt.isAfter(other.updatedAt) ? updatedAt : other.updatedAt,
        promisedUntil != null ? promisedUntil : other.promisedUntil,
        expiresAt != null ? expiresAt : other.expiresAt);
  }
}
