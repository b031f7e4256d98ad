package dev.sandi.ingress.send;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.app.App;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.OtpCode;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Accepts an order: it is on the broker, acknowledged by all replicas, before the client is told.
 *
 * <p>A publication that fails may still have reached the broker. The client is told 503 and tries
 * again; the session that it does not know of is sent as any other, and listed.
 */
final class SendOtp {

  private final OtpRequests requests;
  private final Sealer sealer;
  private final Duration publishing;
  private final Duration answerWithin;

  /**
   * @param publishing the longest that a publication may take, from the call to its outcome
   */
  SendOtp(OtpRequests requests, Sealer sealer, Duration publishing, IngressProperties properties) {
    this.requests = requests;
    this.sealer = sealer;
    this.publishing = publishing;
    this.answerWithin = properties.answerWithin();
  }

  /** Completes with the answer, or fails with a {@link Refusal}. */
  CompletableFuture<Accepted> accept(
      OtpOrder order, App app, Arrival arrival, TraceParent trace, @Nullable String userAgent) {
    if (!arrival.leaves(publishing, answerWithin)) {
      // Rather refuse now than begin what the client may not wait for.
      return CompletableFuture.failedFuture(Refusal.unavailable());
    }
    Instant now = arrival.at().truncatedTo(ChronoUnit.MILLIS);
    SessionId session = SessionId.at(now);
    OtpRequested requested =
        new OtpRequested(
            session,
            app.id(),
            app.sandbox(),
            order.msisdn(),
            order.challenge(),
            order.template(),
            sealed(order.otp(), session),
            order.timeLimit(),
            order.callbackUrl(),
            now,
            userAgent,
            null);
    return requests
        .add(Envelope.of(requested, now, trace))
        .thenApply(acknowledged -> accepted(order, app, requested));
  }

  private @Nullable String sealed(@Nullable OtpCode code, SessionId session) {
    return code == null ? null : sealer.seal(Secret.of(code.reveal()), session.toString());
  }

  private static Accepted accepted(OtpOrder order, App app, OtpRequested requested) {
    OtpCode code = order.otp();
    return new Accepted(
        "OTP sent successfully",
        order.msisdn().digits(),
        requested.sessionId(),
        app.returnOtp() && code != null ? code.reveal() : null,
        1,
        order.segments(),
        requested.requestedAt().plus(order.timeLimit().duration()));
  }
}
