package dev.sandi.trace;

import dev.sandi.value.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Makes the spans of a trace. Parents are given, never found by thread: the work of one OTP wanders
 * through batches and threads, and is recorded when it is known how it ended.
 *
 * <p>Ask {@link #records} first: while tracing is off, and of a trace that is not sampled, it says
 * no, and costs a comparison.
 */
public final class Tracing {

  /** Records nothing. */
  public static final Tracing OFF = new Tracing(TracerProvider.noop().get("dev.sandi"), false);

  private final Tracer tracer;
  private final boolean on;

  private Tracing(Tracer tracer, boolean on) {
    this.tracer = tracer;
    this.on = on;
  }

  public static Tracing by(Tracer tracer) {
    return new Tracing(tracer, true);
  }

  public boolean isOn() {
    return on;
  }

  /** Whether spans of this trace are recorded. */
  public boolean records(TraceParent trace) {
    return on && trace.isSampled();
  }

  /** The same of a header as it is stored. */
  public boolean records(String header) {
    return on && TraceParent.isSampled(header);
  }

  /** A span of a trace, to be started. */
  public SpanBuilder span(String name, SpanKind kind, TraceParent parent) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(Context.root().with(Span.wrap(context(parent))));
  }

  /** A span that begins a trace, to be started. */
  public SpanBuilder root(String name, SpanKind kind) {
    return tracer.spanBuilder(name).setSpanKind(kind).setNoParent();
  }

  /** By what others are told of a span, and become its children. */
  public static TraceParent of(Span span) {
    SpanContext context = span.getSpanContext();
    return TraceParent.of(context.getTraceId(), context.getSpanId(), context.isSampled());
  }

  /** What a link to a place in a trace names. */
  public static SpanContext context(TraceParent trace) {
    return SpanContext.createFromRemoteParent(
        trace.traceId(),
        trace.parentId(),
        trace.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  /** Records what the caller's transaction does, once that is so; at once if there is none. */
  public static void onCommit(Runnable spans) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      spans.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            spans.run();
          }
        });
  }

  /**
   * When something began by the clock on the wall, which spans are shown by.
   *
   * @param nanos its {@link System#nanoTime()}
   */
  public static Instant since(long nanos) {
    return Instant.now().minusNanos(System.nanoTime() - nanos);
  }
}
