package dev.sandi.dispatcher.intake;

import dev.sandi.dispatcher.delivery.NewDelivery;
import dev.sandi.dispatcher.delivery.ScheduleFirstAttempts;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.erasure.ErasedSessions;
import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.Session;
import dev.sandi.value.CallbackUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes a delivery of each lifecycle event whose session has a callback URL. */
@Component
class CallBackForEvents {

  private final Endpoints endpoints;
  private final ScheduleFirstAttempts firstAttempts;
  private final ErasedSessions erased;

  CallBackForEvents(
      Endpoints endpoints, ScheduleFirstAttempts firstAttempts, ErasedSessions erased) {
    this.endpoints = endpoints;
    this.erased = erased;
    this.firstAttempts = firstAttempts;
  }

  /**
   * @param session without its number if that was erased before the event came
   */
  private record Wanted(
      Envelope envelope,
      LifecycleEvent event,
      Session session,
      CallbackUrl url,
      Endpoint endpoint) {}

  void callBack(List<Envelope> envelopes) {
    List<Wanted> wanted = wanted(envelopes);
    if (wanted.isEmpty()) {
      return;
    }
    Map<Endpoint, Long> ids = endpoints.idsOf(wanted.stream().map(Wanted::endpoint).toList());
    firstAttempts.schedule(wanted.stream().map(one -> delivery(one, ids)).toList());
  }

  private List<Wanted> wanted(List<Envelope> envelopes) {
    List<LifecycleEvent> events =
        envelopes.stream()
            .map(Envelope::event)
            .filter(LifecycleEvent.class::isInstance)
            .map(LifecycleEvent.class::cast)
            .filter(event -> event.session().callbackUrl() != null)
            .toList();
    Set<UUID> without =
        erased.among(events.stream().map(event -> event.sessionId().value()).toList());
    List<Wanted> wanted = new ArrayList<>();
    for (Envelope envelope : envelopes) {
      if (envelope.event() instanceof LifecycleEvent event) {
        Session session =
            without.contains(event.sessionId().value())
                ? event.session().withoutNumber()
                : event.session();
        CallbackUrl url = session.callbackUrl();
        if (url != null) {
          wanted.add(new Wanted(envelope, event, session, url, Endpoint.of(event.appId(), url)));
        }
      }
    }
    return wanted;
  }

  private static NewDelivery delivery(Wanted wanted, Map<Endpoint, Long> ids) {
    return new NewDelivery(
        wanted.envelope().id(),
        Objects.requireNonNull(ids.get(wanted.endpoint())),
        wanted.event().appId(),
        wanted.event().sessionId(),
        wanted.envelope().type(),
        wanted.url(),
        CallbackBody.of(wanted.envelope(), wanted.event(), wanted.session()),
        wanted.envelope().trace());
  }
}
