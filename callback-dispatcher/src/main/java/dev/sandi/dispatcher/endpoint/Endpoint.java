package dev.sandi.dispatcher.endpoint;

import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;

/**
 * What shares one fate: an app and an origin.
 *
 * @param origin as in {@code https://example.com:443}
 */
public record Endpoint(AppId app, String origin) {

  public static Endpoint of(AppId app, CallbackUrl url) {
    return new Endpoint(app, url.origin());
  }
}
