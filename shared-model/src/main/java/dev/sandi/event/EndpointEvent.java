package dev.sandi.event;

import dev.sandi.value.AppId;

/** How an endpoint does to which an app's callbacks go. */
public sealed interface EndpointEvent extends Event
    permits CallbackEndpointFailing, CallbackEndpointDisabled, CallbackEndpointGone {

  AppId appId();

  /** The id by which administration names the endpoint. */
  long endpointId();

  /** What is called, as in {@code https://example.com:443}. */
  String origin();

  @Override
  default String key() {
    return appId().value();
  }

  @Override
  default String subject() {
    return appId().value();
  }
}
