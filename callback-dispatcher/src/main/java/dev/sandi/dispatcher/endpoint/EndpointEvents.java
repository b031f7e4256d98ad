package dev.sandi.dispatcher.endpoint;

import dev.sandi.event.CallbackEndpointDisabled;
import dev.sandi.event.CallbackEndpointFailing;
import dev.sandi.event.EndpointEvent;
import dev.sandi.event.Envelope;
import dev.sandi.value.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What is told of an endpoint that does nothing but fail. */
final class EndpointEvents {

  private EndpointEvents() {}

  /** The notices that became due between two states. */
  static List<Envelope> between(
      long id, Endpoint endpoint, EndpointState before, EndpointState after, Instant now) {
    return IntStream.range(before.notices(), after.notices())
        .mapToObj(notice -> event(id, endpoint, EndpointState.NOTICES.get(notice), after))
        .map(event -> Envelope.of(event, now, TraceParent.start()))
        .toList();
  }

  /** If it fails at least once a day. */
  private static Instant disabledFrom(EndpointState state) {
    return Objects.requireNonNull(state.failedAt())
        .plus(EndpointState.PATIENCE.minus(state.failing()));
  }

  private static EndpointEvent event(long id, Endpoint endpoint, int percent, EndpointState state) {
    Instant since = Objects.requireNonNull(state.failingSince());
    return percent < 100
        ? new CallbackEndpointFailing(
            endpoint.app(), id, endpoint.origin(), percent, since, disabledFrom(state))
        : new CallbackEndpointDisabled(
            endpoint.app(), id, endpoint.origin(), since, Objects.requireNonNull(state.since()));
  }
}
