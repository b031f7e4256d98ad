package dev.sandi.event;

import dev.sandi.value.AppId;
import java.time.Instant;

/**
 * Nothing but failure at an endpoint, for so long that its owner should know.
 *
 * @param percent how much of the time has passed after which it is disabled
 * @param disabledFrom when it is disabled if it goes on failing
 */
public record CallbackEndpointFailing(
    AppId appId,
    long endpointId,
    String origin,
    int percent,
    Instant failingSince,
    Instant disabledFrom)
    implements EndpointEvent {

  public CallbackEndpointFailing {
    Required.of(appId, "app_id");
    Required.of(origin, "origin");
    Required.of(failingSince, "failing_since");
    Required.of(disabledFrom, "disabled_from");
  }
}
