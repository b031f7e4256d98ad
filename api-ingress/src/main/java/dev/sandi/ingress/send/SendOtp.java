package dev.sandi.ingress.send;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.admission.Admission;
import dev.sandi.ingress.admission.AttemptId;
import dev.sandi.ingress.admission.Candidate;
import dev.sandi.ingress.admission.Decision;
import dev.sandi.ingress.admission.IdempotencyKey;
import dev.sandi.ingress.admission.Listing;
import dev.sandi.ingress.admission.RateLimitHeaders;
import dev.sandi.ingress.app.App;
import dev.sandi.ingress.blocklist.Blocklist;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.sandbox.Scenario;
import dev.sandi.value.OtpCode;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Accepts an order: it is admitted, and on the broker, acknowledged by all replicas, before the
 * client is told.
 *
 * <p>A publication that fails may still have reached the broker. What it took is given back, the
 * client is told 503 and tries again; the session that it does not know of is sent as any other,
 * and listed. With an {@code Idempotency-Key} the next try publishes the same session, which is
 * sent once however often it is published.
 */
final class SendOtp {

  private final Blocklist blocklist;
  private final Admission admission;
  private final OtpRequests requests;
  private final AnswerCodes codes;
  private final Duration publishing;
  private final Duration answerWithin;

  /**
   * @param publishing the longest that a publication may take, from the call to its outcome
   */
  SendOtp(
      Blocklist blocklist,
      Admission admission,
      OtpRequests requests,
      AnswerCodes codes,
      Duration publishing,
      IngressProperties properties) {
    this.blocklist = blocklist;
    this.admission = admission;
    this.requests = requests;
    this.codes = codes;
    this.publishing = publishing;
    this.answerWithin = properties.answerWithin();
  }

  /**
   * @param app whose order it is
   * @param scenario how it is played
   * @param key what the client names it by, if it does
   */
  record Request(
      OtpOrder order,
      App app,
      Scenario scenario,
      @Nullable IdempotencyKey key,
      Arrival arrival,
      TraceParent trace,
      @Nullable String userAgent) {}

  /** Completes with the answer, or fails with a {@link Refusal}. */
  CompletableFuture<Sent> accept(Request request) {
    Candidate candidate;
    try {
      candidate = candidate(request);
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    return admission
        .decide(candidate, () -> leavesTimeToPublish(request))
        .thenCompose(decision -> follow(decision, request));
  }

  private Candidate candidate(Request request) {
    App app = request.app();
    boolean free = request.scenario().free();
    SessionId session =
        AttemptId.at(
            request.arrival().at().truncatedTo(ChronoUnit.MILLIS), request.order().segments());
    return new Candidate(
        app.id(),
        request.order().msisdn(),
        session,
        free,
        !free
            && app.enforcesBlocks()
            && blocklist.blocks(app.id(), request.order().msisdn()).isPresent(),
        false,
        app.returnOtp() && request.order().otp() != null,
        kept(request, session),
        request.key(),
        new Listing(
            request.order().challenge(),
            request.order().timeLimit(),
            request.scenario().sandbox(),
            request.scenario().outcome(),
            request.userAgent()));
  }

  /** The code that its answer repeats, if it is not the client's own. */
  private @Nullable String kept(Request request, SessionId session) {
    OtpCode code = request.order().otp();
    return request.key() != null
            && request.app().returnOtp()
            && code != null
            && code.equals(request.scenario().code())
        ? codes.seal(code, session)
        : null;
  }

  private CompletableFuture<Sent> follow(Decision decision, Request request) {
    if (decision instanceof Decision.Admitted admitted) {
      return publish(admitted, request);
    }
    if (decision instanceof Decision.Replayed replayed) {
      return CompletableFuture.completedFuture(
          new Sent(accepted(replayed.ticket(), request.order()), true, null));
    }
    return CompletableFuture.failedFuture(refusal(decision, request));
  }

  private Accepted accepted(Decision.Ticket ticket, OtpOrder order) {
    return Accepted.of(ticket, order.msisdn(), codes.of(ticket, order.otp()), order.timeLimit());
  }

  private static Refusal refusal(Decision decision, Request request) {
    App app = request.app();
    if (decision instanceof Decision.Limited limited) {
      return RateLimitHeaders.refusal(limited, app.limits());
    }
    if (decision instanceof Decision.AppLimited limited) {
      return RateLimitHeaders.refusal(limited, app.limits());
    }
    if (decision instanceof Decision.Blocked) {
      return Refusal.blocked();
    }
    if (decision instanceof Decision.QuotaUsed) {
      return Refusal.insufficientQuota(request.scenario().sandbox() || app.trial());
    }
    return RepeatAnswer.refusalOfKey(decision);
  }

  private CompletableFuture<Sent> publish(Decision.Admitted admitted, Request request) {
    Decision.Ticket ticket = admitted.ticket();
    if (!leavesTimeToPublish(request)) {
      // Rather refuse now than begin what the client may not wait for.
      admission.giveBack(ticket);
      return CompletableFuture.failedFuture(Refusal.unavailable());
    }
    return published(ticket, request)
        .whenComplete(
            (acknowledged, failure) -> {
              if (failure != null) {
                admission.giveBack(ticket);
              } else {
                admission.done(admitted);
              }
            })
        .thenApply(
            acknowledged ->
                new Sent(accepted(ticket, request.order()), ticket.isRepeated(), admitted.left()));
  }

  private boolean leavesTimeToPublish(Request request) {
    return request.arrival().leaves(publishing, answerWithin);
  }

  private CompletableFuture<Envelope> published(Decision.Ticket ticket, Request request) {
    try {
      OtpRequested event = event(ticket, request);
      return requests.add(Envelope.of(event, event.requestedAt(), request.trace()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private OtpRequested event(Decision.Ticket ticket, Request request) {
    OtpOrder order = request.order();
    return new OtpRequested(
        ticket.session(),
        request.app().id(),
        request.scenario().sandbox(),
        order.msisdn(),
        order.challenge(),
        order.template(),
        sealed(ticket, order.otp()),
        order.timeLimit(),
        order.callbackUrl(),
        ticket.at(),
        request.userAgent(),
        request.scenario().outcome(),
        order.ending().webOtp(),
        order.ending().androidHash());
  }

  /** With the code that its answer repeats, if an earlier attempt may have been sent with it. */
  private @Nullable String sealed(Decision.Ticket ticket, @Nullable OtpCode code) {
    String sealed = ticket.sealedOtp();
    return sealed != null || code == null ? sealed : codes.seal(code, ticket.session());
  }
}
