package dev.sandi.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.EgressProperties.Proxy;
import dev.sandi.dispatcher.http.EgressProperties.Tls;
import dev.sandi.dispatcher.testing.DnsServer;
import dev.sandi.dispatcher.testing.TlsServer;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.testing.Certificates;
import dev.sandi.value.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackTlsTest {

  private static final String HOST = "receiver.example";
  private static final Answered ACCEPTED = new Answered(200, "", null);

  @TempDir static Path dir;
  private static Certificates certificates;
  private final DnsServer dns =
      DnsServer.start((name, v6) -> List.of(InetAddress.getLoopbackAddress()));

  @BeforeAll
  static void make() throws Exception {
    certificates = new Certificates(dir);
    certificates.makeAuthority("authority");
    certificates.makeAuthority("stranger");
    certificates.make("good", HOST, "authority");
    certificates.make("other", HOST, "stranger");
    certificates.make("elsewhere", "elsewhere.example", "authority");
    certificates.make("expired", HOST, "authority", "-startdate", "-30d", "-validity", "20");
    certificates.make("early", HOST, "authority", "-startdate", "+2d", "-validity", "20");
    certificates.make("client", "client.example", "authority");
    certificates.make("second", "client.example", "authority");
  }

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void callsAServerWhoseCertificateIsOfItsHostAndAsksForItByName() throws Exception {
    try (TlsServer server = server("good", false);
        TestClient client = client(trusting())) {
      assertThat(client.call(server.url(HOST))).isEqualTo(ACCEPTED);
      assertThat(server.names()).singleElement().asString().contains(HOST);
    }
  }

  @Test
  void refusesACertificateOfAnotherHost() throws Exception {
    assertRefused("elsewhere", Failure.CERTIFICATE_WRONG_HOST);
  }

  @Test
  void refusesACertificateThatIsOutOfDate() throws Exception {
    assertRefused("expired", Failure.CERTIFICATE_EXPIRED);
  }

  @Test
  void refusesACertificateThatIsNotValidYet() throws Exception {
    assertRefused("early", Failure.CERTIFICATE_EXPIRED);
  }

  @Test
  void refusesACertificateThatNobodyKnowsSigned() throws Exception {
    assertRefused("other", Failure.CERTIFICATE_UNTRUSTED);
  }

  private void assertRefused(String name, Failure failure) throws Exception {
    try (TlsServer server = server(name, false);
        TestClient client = client(trusting())) {
      assertThat(client.call(server.url(HOST))).isEqualTo(new Failed(failure));
      assertThat(server.clients()).isEmpty();
    }
  }

  @Test
  void trustsNoOneBesidesTheUsualAuthoritiesUntilToldTo() throws Exception {
    try (TlsServer server = server("good", false);
        TestClient client = client(new Tls("", "", ""))) {
      assertThat(client.call(server.url(HOST)))
          .isEqualTo(new Failed(Failure.CERTIFICATE_UNTRUSTED));
    }
  }

  @Test
  void showsItsCertificateToAServerThatAsks() throws Exception {
    try (TlsServer server = server("good", true);
        TestClient without = client(trusting());
        TestClient client =
            client(
                new Tls(
                    certificates.pem("authority").toString(),
                    certificates.pem("client").toString(),
                    certificates.key("client").toString()))) {
      assertThat(without.call(server.url(HOST)))
          .isIn(new Failed(Failure.TLS_FAILED), new Failed(Failure.CONNECTION_CLOSED));
      assertThat(client.call(server.url(HOST))).isEqualTo(ACCEPTED);
      assertThat(server.clients()).containsExactly("CN=client");
    }
  }

  @Test
  void trustsAnAppsOwnAuthorityForThatAppAlone() throws Exception {
    // Given
    AppTls own = AppTls.of("own", pem("authority"), null, null);
    AppTls strange = AppTls.of("strange", pem("stranger"), null, null);
    try (TlsServer server = server("good", false);
        TestClient client = client(new Tls("", "", ""))) {
      for (int i = 0; i < 3; i++) {
        // Then
        assertThat(client.call(server.url(HOST), own)).isEqualTo(ACCEPTED);
        assertThat(client.call(server.url(HOST), strange))
            .isEqualTo(new Failed(Failure.CERTIFICATE_UNTRUSTED));
        assertThat(client.call(server.url(HOST)))
            .isEqualTo(new Failed(Failure.CERTIFICATE_UNTRUSTED));
      }
      assertThat(server.clients()).hasSize(3);
    }
  }

  @Test
  void showsEachAppsCertificateOnConnectionsOfThatAppAlone() throws Exception {
    // Given
    AppTls one = AppTls.of("one", null, pem("client"), key("client"));
    AppTls two = AppTls.of("two", null, pem("second"), key("second"));
    try (TlsServer server = server("good", true);
        TestClient client = client(trusting())) {
      // When
      for (int i = 0; i < 3; i++) {
        assertThat(client.call(server.url(HOST), one)).isEqualTo(ACCEPTED);
        assertThat(client.call(server.url(HOST), two)).isEqualTo(ACCEPTED);
        assertThat(client.call(server.url(HOST)))
            .isIn(new Failed(Failure.TLS_FAILED), new Failed(Failure.CONNECTION_CLOSED));
      }

      // Then
      assertThat(server.clients())
          .containsExactly(
              "CN=client", "CN=second", "CN=client", "CN=second", "CN=client", "CN=second");
      assertThat(server.ports()).hasSize(2);
      assertThat(client.ways()).isEqualTo(2);
    }
  }

  @Test
  void connectsNotAtAllIfTheAppsKeyCannotBeUsed() throws Exception {
    // Given
    AppTls unopened = AppTls.of("unopened", null, pem("client"), null);
    AppTls broken = AppTls.of("broken", null, pem("client"), Secret.of("no key"));
    try (TlsServer server = server("good", false);
        TestClient client = client(trusting())) {
      // Then
      assertThat(client.call(server.url(HOST), unopened))
          .isEqualTo(new Failed(Failure.UNUSABLE_TLS_SETTINGS));
      assertThat(client.call(server.url(HOST), broken))
          .isEqualTo(new Failed(Failure.UNUSABLE_TLS_SETTINGS));
      assertThat(server.clients()).isEmpty();
      assertThat(client.ways()).isZero();
    }
  }

  private static String pem(String name) throws IOException {
    return Files.readString(certificates.pem(name));
  }

  private static Secret key(String name) throws IOException {
    return Secret.of(Files.readString(certificates.key(name)));
  }

  @Test
  void saysWhichFileCannotBeUsed() {
    String missing = dir.resolve("missing.pem").toString();
    String pem = certificates.pem("client").toString();
    assertThatThrownBy(() -> client(new Tls(missing, "", "")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SANDI_DISPATCHER_TLS_AUTHORITIES");
    assertThatThrownBy(() -> client(new Tls("", pem, "")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("should be set together");
    assertThatThrownBy(() -> client(new Tls("", pem, missing)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("should be PEM files");
  }

  private static Tls trusting() {
    return new Tls(certificates.pem("authority").toString(), "", "");
  }

  private static TlsServer server(String name, boolean asks) throws Exception {
    return TlsServer.start(certificates.server(name, "authority"), asks);
  }

  private TestClient client(Tls tls) {
    return TestClient.of(
        TestClient.LOCAL, dns, new EgressProperties(List.of(), new Proxy("", "", null), tls));
  }
}
