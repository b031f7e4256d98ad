package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import dev.sandi.event.SessionEvent;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.List;

/**
 * The spans of what is taken in: one of each event, in its own trace, and one of the batch, in a
 * trace by itself. They are linked, since a batch has no single parent (OpenTelemetry, semantic
 * conventions for messaging, "Batch receiving").
 */
final class IntakeSpans {

  private final Tracing tracing;

  IntakeSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * Notes a batch whose effects are there.
   *
   * @param start {@link System#nanoTime()} at which its handler was called
   */
  void handled(List<Envelope> batch, long start) {
    if (!tracing.isOn()) {
      return;
    }
    // What others are about is for nobody else to see: a block's subject is a number.
    List<Envelope> traced =
        batch.stream()
            .filter(envelope -> envelope.event() instanceof SessionEvent)
            .filter(envelope -> tracing.records(envelope.trace()))
            .toList();
    if (!traced.isEmpty()) {
      record(traced, batch.size(), Tracing.since(start));
    }
  }

  private void record(List<Envelope> traced, int size, Instant start) {
    SpanBuilder builder =
        tracing
            .root("process batch", SpanKind.CONSUMER)
            .setStartTimestamp(start)
            .setAttribute(TraceAttributes.SYSTEM, "kafka")
            .setAttribute(TraceAttributes.BATCH, (long) size);
    traced.forEach(envelope -> builder.addLink(Tracing.context(envelope.trace())));
    Span batch = builder.startSpan();
    traced.forEach(envelope -> record(envelope, start, batch.getSpanContext()));
    batch.end();
  }

  private void record(Envelope envelope, Instant start, SpanContext batch) {
    String topic = envelope.type().topic();
    tracing
        .span("process " + topic, SpanKind.CONSUMER, envelope.trace())
        .setStartTimestamp(start)
        .addLink(batch)
        .setAttribute(TraceAttributes.SYSTEM, "kafka")
        .setAttribute(TraceAttributes.TOPIC, topic)
        .setAttribute(TraceAttributes.EVENT, envelope.type().wireName())
        .setAttribute(TraceAttributes.SESSION, envelope.event().subject())
        .startSpan()
        .end();
  }
}
