package dev.sandi.messaging;

import dev.sandi.event.EventType;
import dev.sandi.event.SessionEvent;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import dev.sandi.value.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of an outbox: {@code sandi.outbox.published} by type, and {@code
 * sandi.outbox.age}, the seconds for which the oldest event has waited that is not published; and
 * the spans of what is published.
 *
 * <p>The relay tells of it as it goes, so that a scrape asks no database. While the database is
 * away, what is known stays.
 */
public final class RelayMeters {

  private final MeterRegistry metrics;
  private final Tracing tracing;
  private final Clock clock;

  /** For each event, a look-up in the registry would cost more than the count. */
  private final Map<String, Counter> published = new ConcurrentHashMap<>();

  private volatile @Nullable Instant oldest;

  /**
   * @param outbox which of a service's outboxes
   */
  public RelayMeters(MeterRegistry metrics, Tracing tracing, Clock clock, String outbox) {
    this.metrics = metrics;
    this.tracing = tracing;
    this.clock = clock;
    Gauge.builder("sandi.outbox.age", this, RelayMeters::age)
        .tag("outbox", outbox)
        .baseUnit("seconds")
        .register(metrics);
  }

  /** Notes when the oldest event was told that waits; null if none does. */
  void oldestWaits(@Nullable Instant since) {
    oldest = since;
  }

  /**
   * Notes an event that the broker has.
   *
   * @param subject of a session, its id
   * @param trace its {@code traceparent}
   * @param start {@link System#nanoTime()} at which it was sent
   */
  void published(String topic, String type, String subject, String trace, long start) {
    published
        .computeIfAbsent(type, t -> metrics.counter("sandi.outbox.published", "type", t))
        .increment();
    if (tracing.records(trace) && isOfASession(type)) {
      tracing
          .span("send " + topic, SpanKind.PRODUCER, new TraceParent(trace))
          .setStartTimestamp(Tracing.since(start))
          .setAttribute(TraceAttributes.SYSTEM, "kafka")
          .setAttribute(TraceAttributes.TOPIC, topic)
          .setAttribute(TraceAttributes.EVENT, type)
          .setAttribute(TraceAttributes.SESSION, subject)
          .startSpan()
          .end();
    }
  }

  /** What others are about is for nobody else to see: a block's subject is a number. */
  private static boolean isOfASession(String type) {
    return EventType.find(type)
        .filter(known -> SessionEvent.class.isAssignableFrom(known.record()))
        .isPresent();
  }

  private double age() {
    Instant since = oldest;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }
}
