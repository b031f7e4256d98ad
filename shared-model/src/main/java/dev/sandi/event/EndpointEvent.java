package dev.sandi.event;

import dev.sandi.value.AppId;
import java.time.Instant;

/** How an endpoint does to which an app's callbacks go. */
public sealed interface EndpointEvent extends Event
    permits CallbackEndpointFailing, CallbackEndpointDisabled {

  AppId appId();

  /** The id by which administration names the endpoint. */
  long endpointId();

  /** What is called, as in {@code https://example.com:443}. */
  String origin();

  /** When the first attempt began that failed after the last success. */
  Instant failingSince();

  @Override
  default String key() {
    return appId().value();
  }

  @Override
  default String subject() {
    return appId().value();
  }
}
