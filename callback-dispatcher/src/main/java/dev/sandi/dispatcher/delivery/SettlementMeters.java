package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.trace.SessionLog;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is to see of results that are written: {@code sandi.dispatcher.settled} by outcome,
 * {@code sandi.dispatcher.attempts} by how the exchange ended, and {@code
 * sandi.dispatcher.first.attempt}, from the event to its first attempt.
 */
final class SettlementMeters {

  private static final Logger log = LoggerFactory.getLogger(SettlementMeters.class);

  private final MeterRegistry metrics;
  private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final Map<String, Timer> results = new ConcurrentHashMap<>();
  private final Timer first;

  SettlementMeters(MeterRegistry metrics) {
    this.metrics = metrics;
    this.first = metrics.timer("sandi.dispatcher.first.attempt");
  }

  void settled(Settlement settlement) {
    outcomes
        .computeIfAbsent(
            settlement.outcome().name(),
            outcome -> metrics.counter("sandi.dispatcher.settled", "outcome", outcome))
        .increment();
    Attempt attempt = settlement.attempt();
    if (attempt != null) {
      String error = attempt.error();
      results
          .computeIfAbsent(
              error == null ? "succeeded" : error,
              result -> metrics.timer("sandi.dispatcher.attempts", "result", result))
          .record(attempt.duration());
      if (attempt.isFirst()) {
        Duration after =
            Duration.between(
                UuidV7.instantOf(settlement.delivery().eventId()), attempt.startedAt());
        first.record(after.isNegative() ? Duration.ZERO : after);
      }
    }
    if (settlement.outcome() instanceof Exhausted exhausted) {
      tell(settlement.delivery(), exhausted);
    }
  }

  private static void tell(Delivery delivery, Exhausted exhausted) {
    SessionLog.about(
            log.atInfo(),
            delivery.sessionId(),
            TraceParent.read(delivery.traceParent()).orElse(null))
        .log(
            "Callback {} of session {} is exhausted: {}, {}",
            delivery.type(),
            delivery.sessionId(),
            exhausted.end().slug(),
            exhausted.error());
  }
}
