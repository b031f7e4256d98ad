package dev.sandi.ingress.send;

import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.messaging.EventRecords;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** The topic of accepted requests: what it has acknowledged is kept. */
final class OtpRequests {

  private static final String METRIC = "sandi.ingress.publish";

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(OtpRequests.class), "The broker does not take requests");
  private final KafkaOperations<byte[], byte[]> kafka;
  private final String source;
  private final Tracing tracing;
  private final Timer taken;
  private final Timer failed;

  /**
   * @param kafka acknowledged by all replicas, idempotent, and with a short delivery timeout
   * @param source the service's name, as {@code ce_source}
   */
  OtpRequests(
      KafkaOperations<byte[], byte[]> kafka,
      String source,
      MeterRegistry metrics,
      Tracing tracing) {
    this.kafka = kafka;
    this.source = source;
    this.tracing = tracing;
    this.taken = metrics.timer(METRIC, "outcome", "taken");
    this.failed = metrics.timer(METRIC, "outcome", "failed");
  }

  /** Completes when the broker has it, or fails with a {@link Refusal} 503. */
  CompletableFuture<Envelope> add(Envelope envelope) {
    return tracing.records(envelope.trace()) ? addTraced(envelope) : publish(envelope);
  }

  /** The span of the publication is what all that becomes of the request hangs on. */
  private CompletableFuture<Envelope> addTraced(Envelope envelope) {
    Span span =
        tracing
            .span("send " + Topics.OTP_REQUESTED, SpanKind.PRODUCER, envelope.trace())
            .setAttribute(TraceAttributes.SYSTEM, "kafka")
            .setAttribute(TraceAttributes.TOPIC, Topics.OTP_REQUESTED)
            .setAttribute(TraceAttributes.EVENT, envelope.type().wireName())
            .setAttribute(TraceAttributes.SESSION, envelope.event().subject())
            .startSpan();
    return publish(envelope.in(Tracing.of(span)))
        .whenComplete(
            (published, failure) -> {
              if (failure != null) {
                span.setStatus(StatusCode.ERROR);
              }
              span.end();
            });
  }

  private CompletableFuture<Envelope> publish(Envelope envelope) {
    long start = System.nanoTime();
    try {
      return kafka
          .send(EventRecords.write(envelope, source))
          .handle(
              (result, failure) -> {
                record(failure == null ? taken : failed, start);
                if (failure != null) {
                  throw unavailable(failure);
                }
                return envelope;
              });
    } catch (RuntimeException e) {
      // Without metadata, or with a full buffer, the producer throws before there is a future.
      record(failed, start);
      return CompletableFuture.failedFuture(unavailable(e));
    }
  }

  private static void record(Timer timer, long start) {
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private Refusal unavailable(Throwable failure) {
    outages.tell(failure);
    return Refusal.unavailable();
  }
}
