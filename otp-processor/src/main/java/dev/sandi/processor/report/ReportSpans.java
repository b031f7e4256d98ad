package dev.sandi.processor.report;

import dev.sandi.processor.session.SessionRow;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The spans of delivery reports that are news of a session, while they are put on record. */
@Component
class ReportSpans {

  private final Tracing tracing;

  ReportSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * Notes a report that the caller's transaction puts on record.
   *
   * @param start {@link System#nanoTime()} at which it began to
   */
  void recorded(SessionRow row, DeliveryReport report, long start) {
    if (tracing.records(row.trace())) {
      Instant since = Tracing.since(start);
      Tracing.onCommit(() -> span(row, report).setStartTimestamp(since).startSpan().end());
    }
  }

  private SpanBuilder span(SessionRow row, DeliveryReport report) {
    SpanBuilder span =
        tracing
            .span("report", SpanKind.CONSUMER, row.trace())
            .setAttribute(TraceAttributes.SESSION, row.id().toString())
            .setAttribute(TraceAttributes.APP, row.session().appId().value())
            .setAttribute(TraceAttributes.GATEWAY, report.gateway());
    return report instanceof DeliveryReport.Undelivered undelivered
        ? span.setAttribute(TraceAttributes.OUTCOME, "undelivered")
            .setAttribute(TraceAttributes.REASON, undelivered.reason())
        : span.setAttribute(TraceAttributes.OUTCOME, "delivered");
  }
}
