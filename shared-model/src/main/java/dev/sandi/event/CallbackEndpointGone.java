package dev.sandi.event;

import dev.sandi.value.AppId;
import java.time.Instant;

/**
 * An endpoint answered 410 and is not called any more. What is to be told to it waits until it is
 * opened.
 */
public record CallbackEndpointGone(AppId appId, long endpointId, String origin, Instant goneAt)
    implements EndpointEvent {

  public CallbackEndpointGone {
    Required.of(appId, "app_id");
    Required.of(origin, "origin");
    Required.of(goneAt, "gone_at");
  }
}
