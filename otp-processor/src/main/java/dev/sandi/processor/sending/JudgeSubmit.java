package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.sending.Outcome.Way;
import dev.sandi.runtime.Failures;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What becomes of a message by what its gateway said: it is sent, tried again, or given up. */
@Component
class JudgeSubmit {

  private static final Logger log = LoggerFactory.getLogger(JudgeSubmit.class);

  private final RouteMessages route;
  private final MeterRegistry metrics;
  private final Clock clock;

  JudgeSubmit(RouteMessages route, MeterRegistry metrics, Clock clock) {
    this.route = route;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Always gives an outcome, since nobody else would end the message's claim.
   *
   * @param segments of the text that was submitted
   * @param latency from the submit to the answer
   */
  Outcome judge(
      Claimed message,
      RunningGateway gateway,
      int segments,
      SubmitResult result,
      Duration latency) {
    if (result instanceof SubmitResult.Accepted accepted) {
      return new Outcome.Sent(message, UuidV7.at(clock.instant()), accepted, segments, latency);
    }
    boolean ambiguous = result instanceof SubmitResult.Ambiguous;
    boolean putOff = gateway.isPuttingOff(result);
    try {
      return notTaken(message, result, ambiguous, putOff);
    } catch (RuntimeException | Error e) {
      log.error("A way on cannot be found: {}", Failures.describeWithoutData(e));
      return new Outcome.Retry(message, ambiguous, putOff, Way.same(message));
    }
  }

  private Outcome notTaken(
      Claimed message, SubmitResult result, boolean ambiguous, boolean putOff) {
    log.debug(
        "Gateway {} did not take session {}: {}", message.gateway(), message.session(), result);
    if (result instanceof SubmitResult.Refused refused) {
      return refused(message, refused);
    }
    metrics
        .counter("sandi.processor.submissions.unanswered", "gateway", message.gateway())
        .increment();
    return new Outcome.Retry(message, ambiguous, putOff, route.next(message));
  }

  private Outcome refused(Claimed message, SubmitResult.Refused refused) {
    return (refused.elsewhere() ? route.past(message) : Optional.<Way>empty())
        .<Outcome>map(way -> new Outcome.Retry(message, false, false, way))
        .orElseGet(() -> new Outcome.Dropped(message.hold(), refused.reason(), refused.detail()));
  }
}
