package dev.sandi.ingress.peer;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.transport.InternalTls;
import dev.sandi.value.Secret;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/**
 * How the other services of Sandi are connected to: by HTTP, or, with {@code SANDI_INTERNAL_TLS_…},
 * by HTTPS with authorities and a certificate of our own. Files are read at the start.
 */
@Component
public final class InternalHttp {

  static final Duration CONNECT = Duration.ofMillis(500);

  private final Optional<SSLContext> tls;

  /**
   * @throws ConfigurationException if there are authorities or certificates, and yet a service is
   *     to be asked in clear
   */
  InternalHttp(SslBundles bundles, IngressProperties ingress) {
    this.tls =
        bundles.getBundleNames().contains(InternalTls.BUNDLE)
            ? Optional.of(bundles.getBundle(InternalTls.BUNDLE)).map(SslBundle::createSslContext)
            : Optional.empty();
    boolean inClear =
        Stream.concat(
                Stream.of(ingress.requiredProcessorUrl()), ingress.optionalDispatcherUrl().stream())
            .map(URI::getScheme)
            .anyMatch("http"::equals);
    if (tls.isPresent() && inClear) {
      throw new ConfigurationException(
          "With SANDI_INTERNAL_TLS_…, SANDI_PROCESSOR_URL and SANDI_DISPATCHER_URL should be https");
    }
  }

  /** For a client of theirs. */
  public HttpClient.Builder client() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    tls.ifPresent(client::sslContext);
    return client;
  }

  /**
   * For a service that is asked all the time.
   *
   * @param name of its thread
   * @param url where it listens, without a path
   * @param token what it knows us by
   * @param timeout the longest that a whole exchange may take
   * @param most exchanges at a time; others wait for one to end, twice as many at most
   */
  public PeerConnections connections(
      String name, URI url, Secret token, Duration timeout, int most) {
    return new PeerConnections(name, this, url, token, timeout, most);
  }

  /** By which a certificate has to be of the URL's host; empty for HTTP in clear. */
  Optional<SslContext> context() {
    return tls.map(
        context ->
            new JdkSslContext(
                context,
                true,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.NONE,
                null,
                false));
  }
}
