package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.CallbackEvent;
import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.CallbackFailed;
import dev.sandi.event.Envelope;
import dev.sandi.value.TraceParent;
import java.util.Optional;

/** What is told about an attempt. */
final class CallbackEvents {

  private CallbackEvents() {}

  /** The event of a settlement; empty if no attempt was made. */
  static Optional<Envelope> of(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    return attempt == null
        ? Optional.empty()
        : Optional.of(
            Envelope.of(
                event(settlement.delivery(), attempt, settlement.outcome()),
                attempt.endedAt(),
                TraceParent.orNew(settlement.delivery().traceParent())));
  }

  private static CallbackEvent event(Delivery delivery, Attempt attempt, Outcome outcome) {
    if (outcome instanceof Retry retry) {
      return new CallbackFailed(
          delivery.sessionId(),
          delivery.appId(),
          delivery.eventId(),
          delivery.type(),
          attempt.number(),
          retry.error(),
          attempt.status(),
          attempt.duration().toMillis(),
          attempt.endedAt(),
          retry.at());
    }
    if (outcome instanceof Exhausted exhausted) {
      return new CallbackExhausted(
          delivery.sessionId(),
          delivery.appId(),
          delivery.eventId(),
          delivery.type(),
          attempt.number(),
          exhausted.error(),
          attempt.status(),
          attempt.endedAt(),
          exhausted.end().slug());
    }
    Integer status = attempt.status();
    return new CallbackDelivered(
        delivery.sessionId(),
        delivery.appId(),
        delivery.eventId(),
        delivery.type(),
        attempt.number(),
        status == null ? 0 : status,
        attempt.duration().toMillis(),
        attempt.endedAt());
  }
}
