package dev.sandi.processor.sending;

import dev.sandi.crypto.Sealer;
import dev.sandi.crypto.UnsealableException;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.sending.Submissions.Claimed;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.OtpCode;
import dev.sandi.value.SmsText;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Claims messages that are due and submits them, as many at a time as the window has room for. No
 * transaction is open while a gateway is asked.
 */
@Component
class SubmitDueMessages {

  private static final Logger log = LoggerFactory.getLogger(SubmitDueMessages.class);
  private static final int BATCH = 500;

  /** Of a message whose answers never come: each may be an SMS that is paid for. */
  private static final int MOST_CLAIMS = 3;

  private final Submissions submissions;
  private final Gateways gateways;
  private final Sealer sealer;
  private final RecordOutcomes outcomes;
  private final ProcessorProperties properties;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final Semaphore window;
  private volatile boolean closed;

  SubmitDueMessages(
      Submissions submissions,
      Gateways gateways,
      Sealer sealer,
      RecordOutcomes outcomes,
      ProcessorProperties properties,
      MeterRegistry metrics,
      Clock clock) {
    this.submissions = submissions;
    this.gateways = gateways;
    this.sealer = sealer;
    this.outcomes = outcomes;
    this.properties = properties;
    this.metrics = metrics;
    this.clock = clock;
    this.window = new Semaphore(properties.window());
    outcomes.onRecorded(window::release);
  }

  /** Submits one batch. */
  Next submitDue() {
    int room = closed || outcomes.isBehind() ? 0 : Math.min(window.availablePermits(), BATCH);
    if (room == 0 || !window.tryAcquire(room)) {
      return Next.WHEN_WOKEN;
    }
    int claimed = 0;
    try {
      Instant now = clock.instant();
      Instant leasedUntil = now.plus(properties.submitLease());
      List<Claimed> messages = submissions.claim(now, leasedUntil, room);
      claimed = messages.size();
      messages.forEach(message -> submit(message, leasedUntil));
    } finally {
      window.release(room - claimed);
    }
    return claimed == room ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  /** Claims nothing any more, and gives what is under way a moment to be answered. */
  void close() {
    closed = true;
    try {
      if (!window.tryAcquire(properties.window(), 2, TimeUnit.SECONDS)) {
        log.warn(
            "{} messages without an answer; they are settled after the next start",
            properties.window() - window.availablePermits());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(Claimed message, Instant leasedUntil) {
    Instant now = clock.instant();
    if (!now.plus(answerTimeout()).isBefore(leasedUntil)) {
      // The claim took so long that the lease could run out before the answer.
      outcomes.add(new Outcome.Retry(message, message.perhapsSent()));
      return;
    }
    if (message.perhapsSent()) {
      metrics.counter("sandi.processor.submissions.ambiguous").increment();
      if (properties.ambiguous() == Ambiguous.FAIL || message.attempt() > MOST_CLAIMS) {
        drop(message, "ambiguous");
        return;
      }
    }
    if (!message.expiresAt().isAfter(now)) {
      drop(message, message.perhapsSent() ? "ambiguous" : "expired_before_submit");
    } else if (message.superseded()) {
      drop(message, "superseded");
    } else if (message.sealedCode() == null) {
      drop(message, "code_ended_before_submit");
    } else {
      submit(message, message.sealedCode());
    }
  }

  private void submit(Claimed message, String sealedCode) {
    SmsGateway gateway = gateways.of(message.simulated());
    try {
      String code = sealer.open(sealedCode, message.codeId().toString()).reveal();
      SmsText text = message.template().with(OtpCode.of(code), message.ending());
      Sms sms =
          new Sms(
              message.session(),
              message.appId(),
              message.msisdn(),
              text,
              message.expiresAt(),
              message.simulatedOutcome());
      CompletableFuture<SubmitResult> answer = gateway.submit(sms).toCompletableFuture();
      var unused =
          answer
              .orTimeout(answerTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .exceptionally(failure -> new SubmitResult.Ambiguous(Failures.describe(failure)))
              .thenAccept(result -> outcomes.add(outcome(message, gateway, text, result)));
    } catch (UnsealableException e) {
      // Sealed by a copy that has a newer key already; it ends by itself when its time has passed.
      log.warn("Session {} waits: {}", message.session(), Failures.describe(e));
      outcomes.add(new Outcome.Retry(message, message.perhapsSent()));
    } catch (RuntimeException e) {
      // One message that cannot be built must not hold up those claimed with it.
      log.error(
          "Session {} cannot be submitted: {}", message.session(), Failures.describeWithoutData(e));
      outcomes.add(new Outcome.Dropped(message, "internal_error", gateway.name(), ""));
    }
  }

  /** Shorter than the lease, so that an answer is recorded by whoever asked. */
  private Duration answerTimeout() {
    return properties.submitLease().multipliedBy(2).dividedBy(3);
  }

  private void drop(Claimed message, String reason) {
    outcomes.add(new Outcome.Dropped(message, reason, gateways.of(message.simulated()).name(), ""));
  }

  private Outcome outcome(Claimed message, SmsGateway gateway, SmsText text, SubmitResult result) {
    if (result instanceof SubmitResult.Accepted accepted) {
      return new Outcome.Sent(message, gateway.name(), accepted.messageIds(), text.segments());
    }
    if (result instanceof SubmitResult.Refused refused) {
      return new Outcome.Dropped(message, refused.reason(), gateway.name(), refused.detail());
    }
    metrics
        .counter("sandi.processor.submissions.unanswered", "gateway", gateway.name())
        .increment();
    log.debug("Gateway {} did not take session {}: {}", gateway.name(), message.session(), result);
    return new Outcome.Retry(
        message, message.perhapsSent() || result instanceof SubmitResult.Ambiguous);
  }
}
