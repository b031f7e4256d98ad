package dev.sandi.dispatcher.delivery;

import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import dev.sandi.value.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

/**
 * The span of each attempt at a callback, in the trace of the request that it is about, however
 * much later it is made. Of the URL it has the host alone: the rest is the customer's secret.
 */
final class AttemptSpans {

  private final Tracing tracing;

  AttemptSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * Notes an attempt that has ended.
   *
   * @param start {@link System#nanoTime()} at which it was begun
   */
  void ended(Delivery delivery, Attempt attempt, Outcome outcome, long start) {
    if (!tracing.records(delivery.traceParent())) {
      return;
    }
    Span span =
        tracing
            .span(
                "callback " + delivery.type(),
                SpanKind.CLIENT,
                new TraceParent(delivery.traceParent()))
            .setStartTimestamp(Tracing.since(start))
            .setAttribute(TraceAttributes.SESSION, delivery.sessionId().toString())
            .setAttribute(TraceAttributes.APP, delivery.appId().value())
            .setAttribute(TraceAttributes.ATTEMPT, (long) attempt.number())
            .setAttribute(TraceAttributes.SERVER, delivery.url().uri().getHost())
            .setAttribute(TraceAttributes.OUTCOME, outcome.name())
            .startSpan();
    Integer status = attempt.status();
    if (status != null) {
      span.setAttribute(TraceAttributes.STATUS, (long) status);
    }
    String error = attempt.error();
    if (error != null) {
      span.setAttribute(TraceAttributes.ERROR, error).setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
