package dev.sandi.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of an outbox: {@code sandi.outbox.published} by type, and {@code
 * sandi.outbox.age}, the seconds for which the oldest event has waited that is not published.
 *
 * <p>The relay tells of it as it goes, so that a scrape asks no database. While the database is
 * away, what is known stays.
 */
public final class RelayMeters {

  private final MeterRegistry metrics;
  private final Clock clock;

  /** For each event, a look-up in the registry would cost more than the count. */
  private final Map<String, Counter> published = new ConcurrentHashMap<>();

  private volatile @Nullable Instant oldest;

  /**
   * @param outbox which of a service's outboxes
   */
  public RelayMeters(MeterRegistry metrics, Clock clock, String outbox) {
    this.metrics = metrics;
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

  void published(String type) {
    published
        .computeIfAbsent(type, t -> metrics.counter("sandi.outbox.published", "type", t))
        .increment();
  }

  private double age() {
    Instant since = oldest;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }
}
