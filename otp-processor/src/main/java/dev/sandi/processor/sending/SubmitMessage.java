package dev.sandi.processor.sending;

import dev.sandi.crypto.Sealer;
import dev.sandi.crypto.UnsealableException;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.sending.Outcome.Way;
import dev.sandi.runtime.Failures;
import dev.sandi.trace.SessionLog;
import dev.sandi.value.OtpCode;
import dev.sandi.value.SmsText;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Submits one claimed message, unless it is no longer to be sent, and tells how that ended. */
@Component
class SubmitMessage {

  private static final Logger log = LoggerFactory.getLogger(SubmitMessage.class);

  /** Of a message whose answers never come: each may be an SMS that is paid for. */
  private static final int MOST_UNANSWERED = 3;

  /** Of a code whose key is not here: more than half a minute passes with these. */
  private static final int MOST_ATTEMPTS_TO_OPEN = 6;

  private static final String UNREADABLE = "unreadable";

  private final RouteMessages route;
  private final Sealer sealer;
  private final RecordOutcomes outcomes;
  private final ProcessorProperties properties;
  private final MeterRegistry metrics;
  private final SubmitMeters meters;
  private final Counter unreadable;
  private final Clock clock;

  SubmitMessage(
      RouteMessages route,
      Sealer sealer,
      RecordOutcomes outcomes,
      ProcessorProperties properties,
      MeterRegistry metrics,
      SubmitMeters meters,
      Clock clock) {
    this.route = route;
    this.sealer = sealer;
    this.outcomes = outcomes;
    this.properties = properties;
    this.metrics = metrics;
    this.meters = meters;
    this.unreadable = metrics.counter("sandi.processor.submissions.unreadable");
    this.clock = clock;
  }

  /**
   * Submits a message without blocking.
   *
   * @param settled is told once, when what became of it is on record
   */
  void submit(Claimed message, RunningGateway gateway, Instant leasedUntil, Runnable settled) {
    Instant now = clock.instant();
    if (!now.plus(properties.answerTimeout()).isBefore(leasedUntil)) {
      // The claim took so long that the lease could run out before the answer.
      outcomes.add(again(message), settled);
      return;
    }
    try {
      Optional<String> reason = whyNot(message, now);
      if (reason.isPresent()) {
        outcomes.add(dropped(message, reason.get()), settled);
        return;
      }
    } catch (RuntimeException | Error e) {
      broken(message, e, settled);
      return;
    }
    submit(message, Objects.requireNonNull(message.sealedCode()), gateway, settled);
  }

  /**
   * Ends a message that cannot be read.
   *
   * @param settled is told once, when that is on record
   */
  void drop(Hold unreadable, Runnable settled) {
    countUnreadable();
    outcomes.add(new Outcome.Dropped(unreadable, UNREADABLE, ""), settled);
  }

  /**
   * Ends a message that no gateway will send.
   *
   * @param settled is told once, when that is on record
   */
  void end(Claimed message, Runnable settled) {
    try {
      String reason = whyNot(message, clock.instant()).orElse("no_gateway_left");
      outcomes.add(dropped(message, reason), settled);
    } catch (RuntimeException | Error e) {
      broken(message, e, settled);
    }
  }

  /** Why a message is no longer to be sent, if it is not. */
  private Optional<String> whyNot(Claimed message, Instant now) {
    if (message.perhapsSent()
        && (ambiguous(message) == Ambiguous.FAIL || message.unanswered() >= MOST_UNANSWERED)) {
      return Optional.of("ambiguous");
    }
    if (!message.expiresAt().isAfter(now)) {
      return Optional.of(message.perhapsSent() ? "ambiguous" : "expired_before_submit");
    }
    if (message.superseded()) {
      return Optional.of("superseded");
    }
    return message.sealedCode() == null
        ? Optional.of("code_ended_before_submit")
        : Optional.empty();
  }

  private void submit(
      Claimed message, String sealedCode, RunningGateway gateway, Runnable settled) {
    OtpCode code;
    try {
      code = OtpCode.of(sealer.open(sealedCode, message.codeId().toString()).reveal());
    } catch (RuntimeException | Error e) {
      closed(message, e, settled);
      return;
    }
    Sms sms;
    try {
      sms =
          new Sms(
              message.session(),
              message.appId(),
              message.msisdn(),
              message.template().with(code, message.ending()),
              message.expiresAt(),
              message.simulatedOutcome());
    } catch (RuntimeException | Error e) {
      broken(message, e, settled);
      return;
    }
    long start = System.nanoTime();
    var unused =
        handOver(sms, gateway)
            .thenAccept(
                result -> {
                  Duration latency = Duration.ofNanos(System.nanoTime() - start);
                  outcomes.add(outcome(message, gateway, sms.text(), result, latency), settled);
                  meters.answered(message, result, latency);
                });
  }

  /** At whatever fails from here on, the message may have been sent. */
  private static CompletableFuture<SubmitResult> handOver(Sms sms, RunningGateway gateway) {
    try {
      return gateway.submit(sms);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(
          new SubmitResult.Ambiguous(Failures.describeWithoutData(e)));
    }
  }

  /** Its code does not open: a copy may have a newer key, but what is damaged nobody can open. */
  private void closed(Claimed message, Throwable e, Runnable settled) {
    boolean keyAway = e instanceof UnsealableException sealed && sealed.isKeyMissing();
    if (keyAway && message.attempt() <= MOST_ATTEMPTS_TO_OPEN) {
      SessionLog.about(log.atWarn(), message.session(), message.trace())
          .log("Session {} waits: {}", message.session(), Failures.describeWithoutData(e));
      outcomes.add(again(message), settled);
    } else {
      SessionLog.about(log.atError(), message.session(), message.trace())
          .log(
              "The code of session {} cannot be read: {}",
              message.session(),
              Failures.describeWithoutData(e));
      drop(message.hold(), settled);
    }
  }

  /** One message that cannot be built must not hold up those claimed with it. */
  private void broken(Claimed message, Throwable e, Runnable settled) {
    SessionLog.about(log.atError(), message.session(), message.trace())
        .log(
            "Session {} cannot be submitted: {}",
            message.session(),
            Failures.describeWithoutData(e));
    outcomes.add(dropped(message, "internal_error"), settled);
  }

  private void countUnreadable() {
    unreadable.increment();
  }

  private Ambiguous ambiguous(Claimed message) {
    Ambiguous ofRoute = message.simulated() ? null : route.route(message).ambiguous();
    return ofRoute == null ? properties.ambiguous() : ofRoute;
  }

  private static Outcome dropped(Claimed message, String reason) {
    return new Outcome.Dropped(message.hold(), reason, "");
  }

  /** It was not submitted, for a reason of ours. */
  private static Outcome again(Claimed message) {
    return new Outcome.Retry(message, false, false, same(message));
  }

  private static Way same(Claimed message) {
    return new Way(message.gateway(), message.tried(), false);
  }

  private Outcome outcome(
      Claimed message,
      RunningGateway gateway,
      SmsText text,
      SubmitResult result,
      Duration latency) {
    if (result instanceof SubmitResult.Accepted accepted) {
      UUID id = UuidV7.at(clock.instant());
      return new Outcome.Sent(message, id, accepted, text.segments(), latency);
    }
    boolean ambiguous = result instanceof SubmitResult.Ambiguous;
    boolean putOff = gateway.isPuttingOff(result);
    try {
      return notTaken(message, result, ambiguous, putOff);
    } catch (RuntimeException | Error e) {
      // Nobody else would end this message's claim.
      log.error("A way on cannot be found: {}", Failures.describeWithoutData(e));
      return new Outcome.Retry(message, ambiguous, putOff, same(message));
    }
  }

  private Outcome notTaken(
      Claimed message, SubmitResult result, boolean ambiguous, boolean putOff) {
    log.debug(
        "Gateway {} did not take session {}: {}", message.gateway(), message.session(), result);
    if (result instanceof SubmitResult.Refused refused) {
      return refused(message, refused);
    }
    metrics
        .counter("sandi.processor.submissions.unanswered", "gateway", message.gateway())
        .increment();
    return new Outcome.Retry(message, ambiguous, putOff, route.next(message));
  }

  private Outcome refused(Claimed message, SubmitResult.Refused refused) {
    return (refused.elsewhere() ? route.past(message) : Optional.<Way>empty())
        .<Outcome>map(way -> new Outcome.Retry(message, false, false, way))
        .orElseGet(() -> new Outcome.Dropped(message.hold(), refused.reason(), refused.detail()));
  }
}
