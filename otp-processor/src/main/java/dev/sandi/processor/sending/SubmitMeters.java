package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What there is to see of submits, whatever the gateway's kind: {@code sandi.processor.submits}, by
 * gateway and outcome, from the submit to its answer, and {@code sandi.processor.sent.after}, from
 * the request to the answer that took its first message.
 */
@Component
class SubmitMeters {

  private static final Logger log = LoggerFactory.getLogger(SubmitMeters.class);

  private final MeterRegistry metrics;
  private final Clock clock;
  private final Timer sentAfter;

  SubmitMeters(MeterRegistry metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
    this.sentAfter = metrics.timer("sandi.processor.sent.after");
  }

  void answered(Claimed message, SubmitResult result, Duration latency) {
    String outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    metrics
        .timer("sandi.processor.submits", "gateway", message.gateway(), "outcome", outcome)
        .record(latency);
    if (result instanceof SubmitResult.Accepted && message.sends() == 0) {
      Duration after =
          Duration.between(UuidV7.instantOf(message.session().value()), clock.instant());
      sentAfter.record(after.isNegative() ? Duration.ZERO : after);
    }
    if (result instanceof SubmitResult.Ambiguous) {
      log.atWarn()
          .addKeyValue("session_id", message.session())
          .addKeyValue("trace_id", message.trace().traceId())
          .log(
              "Session {} is ambiguous: gateway {} did not answer",
              message.session(),
              message.gateway());
    }
  }
}
