package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.journey.Customer.Answer;
import dev.sandi.testing.Encryption;
import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Everything between the parts is encrypted, and both ends know who the other is. */
@DisabledIfSystemProperty(named = "sandi.infra", matches = "containers")
class EncryptedPipelineTest {

  private static final String TOKEN = "Bearer " + RunningService.INTERNAL_TOKEN;
  private static final String ROUTES = "/internal/v1/routes";

  @TempDir static Path dir;

  private static EncryptedPipeline pipeline;

  @BeforeAll
  static void start() throws Exception {
    pipeline = new EncryptedPipeline(dir);
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @Test
  void aUserLogsInAndTheCustomerIsTold() throws Exception {
    try (var receiver = new WebhookReceiver()) {
      // Given
      String msisdn = Customer.freshNumber();
      Answer sent = pipeline.demo().send(Map.of("msisdn", msisdn, "callback_url", receiver.url()));
      await().untilAsserted(() -> assertThat(pipeline.handset(msisdn).body()).hasSize(1));
      String text = pipeline.handset(msisdn).body().get(0).get("text").asString();

      // When
      Answer verified =
          pipeline.demo().verify(msisdn, Pattern.compile("\\D").matcher(text).replaceAll(""));

      // Then
      assertThat(sent.status()).isEqualTo(201);
      assertThat(verified.status()).isEqualTo(200);
      await().untilAsserted(() -> assertThat(receiver.of(sent.text("session_id"))).hasSize(3));
      assertThat(pipeline.administration("/routes").status()).isEqualTo(200);
      assertThat(pipeline.administration("/deliveries").status()).isEqualTo(200);
    }
  }

  @Test
  void everyConnectionToTheDatabaseIsEncrypted() throws Exception {
    try (var superuser = pipeline.infrastructure().database().superuser();
        var statement = superuser.createStatement();
        var rows =
            statement.executeQuery(
                """
                select count(distinct usename), count(*) filter (where not ssl), min(version)
                from pg_stat_ssl join pg_stat_activity using (pid)
                where usename like 'sandi_%'
                """)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(3);
      assertThat(rows.getInt(2)).isZero();
      assertThat(rows.getString(3)).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void anotherServiceIsAskedForItsCertificateAndForTheToken() throws Exception {
    // Given
    Encryption encryption = pipeline.encryption();
    HttpClient known =
        client(Optional.of(identity(encryption.clientCertificate(), encryption.clientKey())));
    HttpClient unknown = client(Optional.empty());

    // Then
    assertThat(status(known, ROUTES, TOKEN)).isEqualTo(200);
    assertThat(status(known, ROUTES, "Bearer wrong-token-of-the-test")).isEqualTo(401);
    assertThat(status(unknown, ROUTES, TOKEN)).isEqualTo(401);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNone() throws Exception {
    // Given: whose owner does not even show it where its authority is not asked for
    Encryption encryption = pipeline.encryption();
    HttpClient impostor =
        client(Optional.of(identity(encryption.impostorCertificate(), encryption.impostorKey())));

    // Then
    assertThat(status(impostor, ROUTES, TOKEN)).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/prometheus",
        "/actuator/health",
        "/simulator/inbox?msisdn=62811",
        "/internal/v1/verify",
        "/livez/../internal/v1/routes",
        "/readyz;x/../internal/v1/routes",
        "//readyz"
      })
  void nothingButProbesIsThereWithoutACertificate(String path) throws Exception {
    // Given
    HttpClient unknown = client(Optional.empty());

    // Then
    assertThat(status(unknown, "/actuator/health/readiness", TOKEN)).isEqualTo(200);
    assertThat(status(unknown, path, TOKEN)).isIn(400, 401);
  }

  @Test
  void nothingIsServedInClear() {
    assertThat(inClear()).isNotEqualTo(200);
  }

  private static int inClear() {
    try {
      return status(HttpClient.newHttpClient(), pipeline.internal("http", "/livez"), TOKEN);
    } catch (IOException | InterruptedException e) {
      return -1;
    }
  }

  @Test
  void whoDoesNotKnowTheAuthorityDoesNotTalkToTheServices() {
    assertThatThrownBy(() -> status(HttpClient.newHttpClient(), ROUTES, TOKEN))
        .isInstanceOf(SSLException.class);
  }

  private static PemSslStoreDetails identity(String certificate, String key) {
    return PemSslStoreDetails.forCertificate("file:" + certificate).withPrivateKey("file:" + key);
  }

  private static HttpClient client(Optional<PemSslStoreDetails> identity) {
    var authorities =
        PemSslStoreDetails.forCertificate("file:" + pipeline.encryption().authority());
    return HttpClient.newBuilder()
        .sslContext(
            SslBundle.of(new PemSslStoreBundle(identity.orElse(null), authorities))
                .createSslContext())
        .build();
  }

  private static int status(HttpClient client, String path, String authorization)
      throws IOException, InterruptedException {
    return status(client, pipeline.internal("https", path), authorization);
  }

  private static int status(HttpClient client, URI uri, String authorization)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(uri).header("Authorization", authorization).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
