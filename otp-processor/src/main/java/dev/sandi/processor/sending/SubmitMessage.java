package dev.sandi.processor.sending;

import dev.sandi.crypto.Sealer;
import dev.sandi.crypto.UnsealableException;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.sending.Outcome.Way;
import dev.sandi.runtime.Failures;
import dev.sandi.trace.SessionLog;
import dev.sandi.value.OtpCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Submits one claimed message, unless it is no longer to be sent, and tells how that ended. */
@Component
class SubmitMessage {

  private static final Logger log = LoggerFactory.getLogger(SubmitMessage.class);

  /** Of a code whose key is not here: more than half a minute passes with these. */
  private static final int MOST_ATTEMPTS_TO_OPEN = 6;

  private final StillToBeSent stillToBeSent;
  private final Sealer sealer;
  private final JudgeSubmit judge;
  private final RecordOutcomes outcomes;
  private final ProcessorProperties properties;
  private final SubmitMeters meters;
  private final Counter unreadable;
  private final Clock clock;

  SubmitMessage(
      StillToBeSent stillToBeSent,
      Sealer sealer,
      JudgeSubmit judge,
      RecordOutcomes outcomes,
      ProcessorProperties properties,
      MeterRegistry metrics,
      SubmitMeters meters,
      Clock clock) {
    this.stillToBeSent = stillToBeSent;
    this.sealer = sealer;
    this.judge = judge;
    this.outcomes = outcomes;
    this.properties = properties;
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
      Optional<String> reason = stillToBeSent.whyNot(message, now);
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
  void drop(Hold message, Runnable settled) {
    unreadable.increment();
    outcomes.add(new Outcome.Dropped(message, "unreadable", ""), settled);
  }

  /**
   * Ends a message that no gateway will send.
   *
   * @param settled is told once, when that is on record
   */
  void end(Claimed message, Runnable settled) {
    try {
      String reason = stillToBeSent.whyNot(message, clock.instant()).orElse("no_gateway_left");
      outcomes.add(dropped(message, reason), settled);
    } catch (RuntimeException | Error e) {
      broken(message, e, settled);
    }
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
                  outcomes.add(
                      judge.judge(message, gateway, sms.text().segments(), result, latency),
                      settled);
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

  private static Outcome dropped(Claimed message, String reason) {
    return new Outcome.Dropped(message.hold(), reason, "");
  }

  /** It was not submitted, for a reason of ours. */
  private static Outcome again(Claimed message) {
    return new Outcome.Retry(message, false, false, Way.same(message));
  }
}
