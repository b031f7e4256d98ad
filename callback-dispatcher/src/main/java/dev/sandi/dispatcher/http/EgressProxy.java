package dev.sandi.dispatcher.http;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.Secret;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/** A proxy that callbacks go through: it gets {@code CONNECT host:port}, and resolves the name. */
record EgressProxy(String host, int port, String username, @Nullable Secret password) {

  static @Nullable EgressProxy of(EgressProperties.Proxy settings) {
    if (settings.url().isBlank()) {
      return null;
    }
    try {
      URI uri = URI.create(settings.url().strip());
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getRawUserInfo() == null
          && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
          && uri.getRawQuery() == null) {
        return new EgressProxy(
            uri.getHost(), uri.getPort(), settings.username(), settings.password());
      }
    } catch (IllegalArgumentException e) {
      // Told below, without what may be a password.
    }
    throw new ConfigurationException(
        "sandi.dispatcher.proxy.url (SANDI_DISPATCHER_PROXY) should be http://host:port, with the"
            + " credentials in settings of their own");
  }

  HttpClient before(HttpClient http, Duration deadline) {
    // The names are the proxy's to resolve; the client would ask for them here first.
    return http.resolver(NoopAddressResolverGroup.INSTANCE)
        .proxy(
            spec -> {
              ProxyProvider.Builder proxy =
                  spec.type(ProxyProvider.Proxy.HTTP)
                      .host(host)
                      .port(port)
                      .connectTimeoutMillis(deadline.toMillis());
              if (!username.isEmpty()) {
                proxy
                    .username(username)
                    .password(name -> password == null ? "" : password.reveal());
              }
            });
  }
}
