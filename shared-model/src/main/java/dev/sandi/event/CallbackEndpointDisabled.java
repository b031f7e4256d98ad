package dev.sandi.event;

import dev.sandi.value.AppId;
import java.time.Instant;

/**
 * An endpoint is not called any more, for it did nothing but fail. What is to be told to it waits
 * until it is opened.
 */
public record CallbackEndpointDisabled(
    AppId appId, long endpointId, String origin, Instant failingSince, Instant disabledAt)
    implements EndpointEvent {

  public CallbackEndpointDisabled {
    Required.of(appId, "app_id");
    Required.of(origin, "origin");
    Required.of(failingSince, "failing_since");
    Required.of(disabledAt, "disabled_at");
  }
}
