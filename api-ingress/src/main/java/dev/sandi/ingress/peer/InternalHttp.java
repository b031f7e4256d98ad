package dev.sandi.ingress.peer;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.transport.InternalTls;
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

  private static final Duration CONNECT = Duration.ofMillis(500);

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
   * For a client after whose answers nothing waits, so that it needs no thread: handing each step
   * to one costs more than the step. (The default is the common pool, which others may hold.) The
   * steps of TLS do take their time.
   */
  public HttpClient.Builder clientWithoutThreads() {
    return tls.isPresent() ? client() : client().executor(Runnable::run);
  }
}
