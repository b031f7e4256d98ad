package dev.sandi.dispatcher.intake;

import dev.sandi.dispatcher.delivery.NewDelivery;
import dev.sandi.dispatcher.delivery.ScheduleFirstAttempts;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.value.CallbackUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes a delivery of each lifecycle event whose session has a callback URL. */
@Component
class CallBackForEvents {

  private final Endpoints endpoints;
  private final ScheduleFirstAttempts firstAttempts;

  CallBackForEvents(Endpoints endpoints, ScheduleFirstAttempts firstAttempts) {
    this.endpoints = endpoints;
    this.firstAttempts = firstAttempts;
  }

  private record Wanted(
      Envelope envelope, LifecycleEvent event, CallbackUrl url, Endpoint endpoint) {}

  void callBack(List<Envelope> envelopes) {
    List<Wanted> wanted = wanted(envelopes);
    if (wanted.isEmpty()) {
      return;
    }
    Map<Endpoint, Long> ids = endpoints.idsOf(wanted.stream().map(Wanted::endpoint).toList());
    firstAttempts.schedule(wanted.stream().map(one -> delivery(one, ids)).toList());
  }

  private static List<Wanted> wanted(List<Envelope> envelopes) {
    List<Wanted> wanted = new ArrayList<>();
    for (Envelope envelope : envelopes) {
      if (envelope.event() instanceof LifecycleEvent event) {
        CallbackUrl url = event.session().callbackUrl();
        if (url != null) {
          wanted.add(new Wanted(envelope, event, url, Endpoint.of(event.appId(), url)));
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
        CallbackBody.of(wanted.envelope(), wanted.event()),
        wanted.envelope().trace());
  }
}
