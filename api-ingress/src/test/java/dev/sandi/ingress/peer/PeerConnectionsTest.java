package dev.sandi.ingress.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sandi.ingress.IngressProperties;
import dev.sandi.testing.Certificates;
import dev.sandi.transport.InternalTls;
import dev.sandi.value.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

class PeerConnectionsTest {

  private static final String AUTHORITY = "authority";
  private static final String HERE = "here";
  private static final String CLIENT = "client";

  @TempDir static Path dir;
  private static Certificates certificates;

  private final List<String> bodies = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new Certificates(dir);
    certificates.makeAuthority(AUTHORITY);
    certificates.make(HERE, "localhost", AUTHORITY);
    certificates.make("elsewhere", "processor.example.com", AUTHORITY);
    certificates.make(CLIENT, "ingress.example.com", AUTHORITY);
    certificates.makeAuthority("stranger");
    certificates.make("impostor", "localhost", "stranger");
  }

  @Test
  void aPeerIsAskedByTls() throws Exception {
    // When
    PeerConnections.Reply reply = ask(HERE);

    // Then
    assertThat(reply).isEqualTo(new PeerConnections.Reply(200, "{\"a\":1}"));
    assertThat(bodies).containsExactly("{\"a\":1}");
  }

  @Test
  void whoShowsTheCertificateOfAnotherHostIsNotAsked() throws Exception {
    assertNotAsked("elsewhere");
  }

  @Test
  void whoShowsACertificateOfAnotherAuthorityIsNotAsked() throws Exception {
    assertNotAsked("impostor");
  }

  private void assertNotAsked(String certificate) throws Exception {
    assertThatThrownBy(() -> ask(certificate))
        .isInstanceOf(CompletionException.class)
        .satisfies(
            failure ->
                assertThat(Stream.iterate(failure, cause -> cause != null, Throwable::getCause))
                    .hasAtLeastOneElementOfType(SSLHandshakeException.class));
    assertThat(bodies).isEmpty();
  }

  /** Asks a service with such a certificate, as one of ours. */
  private PeerConnections.Reply ask(String certificate) throws Exception {
    HttpsServer server = server(certificate);
    URI url = URI.create("https://localhost:" + server.getAddress().getPort());
    try (PeerConnections connections =
        http(url).connections("test", url, Secret.of("token"), Duration.ofSeconds(10), 2)) {
      return connections
          .post("/anything", "{\"a\":1}".getBytes(UTF_8))
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
    } finally {
      server.stop(0);
    }
  }

  private HttpsServer server(String certificate) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificates.server(certificate, AUTHORITY)) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters asked = getSSLContext().getDefaultSSLParameters();
            asked.setNeedClientAuth(true);
            parameters.setSSLParameters(asked);
          }
        });
    server.createContext("/", this::echo);
    server.start();
    return server;
  }

  private void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(new String(body, UTF_8));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static InternalHttp http(URI url) {
    DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    bundles.registerBundle(
        InternalTls.BUNDLE,
        SslBundle.of(
            new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate("file:" + certificates.pem(CLIENT))
                    .withPrivateKey("file:" + certificates.key(CLIENT)),
                PemSslStoreDetails.forCertificate("file:" + certificates.pem(AUTHORITY)))));
    IngressProperties properties =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of("sandi.ingress.processor-url", url.toString())))
            .bindOrCreate("sandi.ingress", IngressProperties.class);
    return new InternalHttp(bundles, properties);
  }
}
