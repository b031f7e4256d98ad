package dev.sandi.dispatcher.endpoint;

import dev.sandi.event.CallbackEndpointDisabled;
import dev.sandi.event.CallbackEndpointFailing;
import dev.sandi.event.CallbackEndpointGone;
import dev.sandi.event.EndpointEvent;
import dev.sandi.event.Envelope;
import dev.sandi.value.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is told of an endpoint that does nothing but fail, or is gone. */
final class EndpointEvents {

  private EndpointEvents() {}

  /** Whether a change of state is one of which is told. */
  static boolean areDue(EndpointState before, EndpointState after) {
    return after.notices() > before.notices() || isGone(before, after);
  }

  /** What became due between two states. */
  static List<Envelope> between(
      long id, Endpoint endpoint, EndpointState before, EndpointState after, Instant now) {
    Stream<EndpointEvent> notices =
        IntStream.range(before.notices(), after.notices())
            .mapToObj(notice -> event(id, endpoint, EndpointState.NOTICES.get(notice), after));
    Stream<EndpointEvent> gone =
        isGone(before, after) ? Stream.of(gone(id, endpoint, after)) : Stream.empty();
    return Stream.concat(notices, gone)
        .map(event -> Envelope.of(event, now, TraceParent.start()))
        .toList();
  }

  private static boolean isGone(EndpointState before, EndpointState after) {
    return after.gate() == Gate.GONE && before.gate() != Gate.GONE;
  }

  private static EndpointEvent gone(long id, Endpoint endpoint, EndpointState state) {
    return new CallbackEndpointGone(
        endpoint.app(), id, endpoint.origin(), Objects.requireNonNull(state.since()));
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
