package dev.sandi.processor.intake;

import dev.sandi.processor.check.Decision;
import dev.sandi.processor.code.CodeMeters;
import dev.sandi.processor.code.CodeMeters.Moment;
import dev.sandi.processor.intake.AcceptRequests.Accepted;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.trace.SessionLog;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts, logs and traces what became of requests, once that is committed. */
@Component
class RequestMeters {

  private static final Logger log = LoggerFactory.getLogger(RequestMeters.class);

  private final CodeMeters codes;
  private final MeterRegistry metrics;
  private final Tracing tracing;

  RequestMeters(CodeMeters codes, MeterRegistry metrics, Tracing tracing) {
    this.codes = codes;
    this.metrics = metrics;
    this.tracing = tracing;
  }

  /**
   * Notes a batch.
   *
   * @param start {@link System#nanoTime()} at which it was begun
   */
  void count(Accepted accepted, long start) {
    // A code is named by the session that it was made for.
    int created =
        (int)
            accepted.codes().entrySet().stream()
                .filter(code -> code.getKey().equals(code.getValue()))
                .count();
    codes.count(Moment.CREATED, created);
    codes.count(Moment.RESENT, accepted.codes().size() - created);
    for (Request request : accepted.fresh()) {
      Decision refused = accepted.refused().get(request.event().sessionId());
      if (refused != null) {
        tell(request, refused);
      }
      if (tracing.records(request.envelope().trace())) {
        trace(request, refused, start);
      }
    }
  }

  private void trace(Request request, @Nullable Decision refused, long start) {
    SpanBuilder span =
        tracing
            .span("decide", SpanKind.INTERNAL, request.envelope().trace())
            .setStartTimestamp(Tracing.since(start))
            .setAttribute(TraceAttributes.SESSION, request.event().sessionId().toString())
            .setAttribute(TraceAttributes.APP, request.event().appId().value())
            .setAttribute(TraceAttributes.OUTCOME, refused == null ? "accepted" : "refused");
    if (refused != null) {
      span.setAttribute(TraceAttributes.CHECK, refused.check())
          .setAttribute(TraceAttributes.REASON, refused.refusal().reason());
    }
    span.startSpan().end();
  }

  private void tell(Request request, Decision refused) {
    metrics.counter("sandi.processor.rejected", "check", refused.check()).increment();
    SessionLog.about(log.atInfo(), refused.session(), request.envelope().trace())
        .log(
            "Session {} is refused by {}: {}",
            refused.session(),
            refused.check(),
            refused.refusal().reason());
  }
}
