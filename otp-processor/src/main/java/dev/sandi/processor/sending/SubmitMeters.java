package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.trace.SessionLog;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What there is to see of submits, whatever the gateway's kind: {@code sandi.processor.submits}, by
 * gateway and outcome, from the submit to its answer, and {@code sandi.processor.sent.after}, from
 * the request to the answer that took its first message; and the span of each submit.
 */
@Component
class SubmitMeters {

  private static final Logger log = LoggerFactory.getLogger(SubmitMeters.class);

  private final MeterRegistry metrics;
  private final Tracing tracing;
  private final Clock clock;
  private final Timer sentAfter;

  SubmitMeters(MeterRegistry metrics, Tracing tracing, Clock clock) {
    this.metrics = metrics;
    this.tracing = tracing;
    this.clock = clock;
    this.sentAfter = metrics.timer("sandi.processor.sent.after");
  }

  void answered(Claimed message, SubmitResult result, Duration latency) {
    String outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    metrics
        .timer("sandi.processor.submits", "gateway", message.gateway(), "outcome", outcome)
        .record(latency);
    if (tracing.records(message.trace())) {
      trace(message, result, outcome, latency);
    }
    if (result instanceof SubmitResult.Accepted && message.sends() == 0) {
      Duration after =
          Duration.between(UuidV7.instantOf(message.session().value()), clock.instant());
      sentAfter.record(after.isNegative() ? Duration.ZERO : after);
    }
    if (result instanceof SubmitResult.Ambiguous) {
      SessionLog.about(log.atWarn(), message.session(), message.trace())
          .log(
              "Session {} is ambiguous: gateway {} did not answer",
              message.session(),
              message.gateway());
    }
  }

  /** What the peer says in its own words stays out of it: it may quote the message. */
  private void trace(Claimed message, SubmitResult result, String outcome, Duration latency) {
    SpanBuilder span =
        tracing
            .span("submit", SpanKind.CLIENT, message.trace())
            .setStartTimestamp(Tracing.since(System.nanoTime() - latency.toNanos()))
            .setAttribute(TraceAttributes.SESSION, message.session().toString())
            .setAttribute(TraceAttributes.APP, message.appId().value())
            .setAttribute(TraceAttributes.GATEWAY, message.gateway())
            .setAttribute(TraceAttributes.ATTEMPT, (long) message.attempt())
            .setAttribute(TraceAttributes.OUTCOME, outcome);
    if (result instanceof SubmitResult.Refused refused) {
      span.setAttribute(TraceAttributes.REASON, refused.reason());
    }
    Span submit = span.startSpan();
    if (!(result instanceof SubmitResult.Accepted)) {
      submit.setAttribute(TraceAttributes.ERROR, outcome).setStatus(StatusCode.ERROR);
    }
    submit.end();
  }
}
