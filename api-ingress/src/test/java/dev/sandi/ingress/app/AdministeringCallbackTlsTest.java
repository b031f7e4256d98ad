package dev.sandi.ingress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.Pem;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged;
import dev.sandi.event.AppChanged.CallbackTls;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Certificates;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class AdministeringCallbackTlsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path dir;
  private static Certificates certificates;

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();
  private final String app = admin.newApp();
  private final String tls = "/apps/" + app + "/callback-tls";

  @BeforeAll
  static void make() throws Exception {
    certificates = new Certificates(dir);
    certificates.makeAuthority("root");
    certificates.makeAuthority("between", "root");
    certificates.make("client", "client.example", "between");
    certificates.makeWith("rsa", "root", "-keyalg", "RSA", "-keysize", "2048");
    certificates.makeWith("ed25519", "root", "-keyalg", "Ed25519");
    certificates.makeWith("server", "root", "-ext", "eku=serverAuth");
    certificates.make("old", "client.example", "root", "-startdate", "-30d", "-validity", "20");
    certificates.make("early", "client.example", "root", "-startdate", "+2d", "-validity", "20");
  }

  @Test
  void aNewAppConnectsAsAllDo() {
    assertThat(admin.get(tls).json().toString())
        .isEqualTo("{\"authorities\":[],\"certificate\":[]}");
    assertThat(admin.get("/apps/no-such-app/callback-tls").status()).isEqualTo(404);
  }

  @Test
  void takesAuthoritiesAndTellsThem() throws Exception {
    // When
    Answer answer = admin.put(tls + "/authorities", authorities(pem("root") + pem("between")));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode first = answer.json().at("/authorities/0");
    assertThat(first.get("subject").asString()).isEqualTo("CN=root");
    assertThat(first.get("sha256").asString()).matches("[0-9a-f]{64}");
    assertThat(answer.json().at("/authorities/1/issuer").asString()).isEqualTo("CN=root");
    assertThat(admin.get(tls).body()).isEqualTo(answer.body());
    assertThat(admin.changed(answer).at("/callback_authorities/0/sha256"))
        .isEqualTo(first.get("sha256"));
    CallbackTls told = told(2);
    assertThat(Pem.certificates(Objects.requireNonNull(told.authorities()))).hasSize(2);
    assertThat(told.certificate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ed25519"})
  void takesACertificateOfAnyCommonKey(String name) throws Exception {
    assertThat(admin.put(tls + "/certificate", certificate(pem(name), key(name))).status())
        .isEqualTo(200);
  }

  @Test
  void sealsThePrivateKeyAndShowsItNowhere() throws Exception {
    // Given
    admin.put(tls + "/authorities", authorities(pem("root")));

    // When
    Answer answer =
        admin.put(tls + "/certificate", certificate(pem("client") + pem("between"), key("client")));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/certificate/0/subject").asString()).isEqualTo("CN=client");
    assertThat(answer.json().at("/certificate/1/subject").asString()).isEqualTo("CN=between");
    CallbackTls told = told(3);
    assertThat(told.authorities()).isNotNull();
    Secret opened =
        ingress
            .bean(Sealer.class)
            .open(
                Objects.requireNonNull(told.sealedPrivateKey()),
                CallbackTls.context(new AppId(app)));
    assertThat(Pem.privateKey(opened).getEncoded())
        .isEqualTo(Pem.privateKey(Secret.of(key("client"))).getEncoded());
    String line = key("client").lines().skip(1).findFirst().orElseThrow();
    assertThat(answer.body() + admin.get(tls).body() + admin.get("/apps/" + app).body())
        .doesNotContain(line.substring(0, 40));
    assertThat(ingress.dump()).doesNotContain(line.substring(0, 40));
    assertThat(admin.changed(answer).at("/callback_certificate/0/subject").asString())
        .isEqualTo("CN=client");
  }

  @Test
  void forgetsEitherAndKeepsTheOther() throws Exception {
    // Given
    admin.put(tls + "/authorities", authorities(pem("root")));
    admin.put(tls + "/certificate", certificate(pem("rsa"), key("rsa")));

    // When
    Answer first = admin.delete(tls + "/certificate");

    // Then
    assertThat(first.status()).isEqualTo(204);
    assertThat(admin.get(tls).json().get("certificate")).isEmpty();
    assertThat(admin.get(tls).json().get("authorities")).hasSize(1);
    CallbackTls told = told(4);
    assertThat(told.sealedPrivateKey()).isNull();

    // When
    admin.delete(tls + "/authorities");

    // Then
    await().untilAsserted(() -> assertThat(changes()).hasSize(5));
    assertThat(changes().get(4).callbackTls()).isNull();
    assertThat(admin.delete(tls + "/authorities").status()).isEqualTo(204);
  }

  @Test
  void aPatchOfTheAppLeavesThemAsTheyAre() throws Exception {
    // Given
    admin.put(tls + "/certificate", certificate(pem("rsa"), key("rsa")));

    // When
    admin.call("PATCH", "/apps/" + app, "{\"name\":\"Store\"}");

    // Then
    assertThat(told(3).sealedPrivateKey()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "old    | authorities should be valid: number 1 expired at ",
        "early  | authorities should be valid: number 1 is not before ",
        "client.key | authorities should not contain a private key",
        "text   | authorities should be PEM: -----BEGIN CERTIFICATE----- and so on",
        "broken | authorities should be certificates (X.509), and one cannot be read",
        "other  | authorities should contain nothing but certificates"
      })
  void refusesAuthoritiesThatNothingCouldBeKnownBy(String what, String message) throws Exception {
    // When
    Answer answer = admin.put(tls + "/authorities", authorities(text(what)));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("authorities");
    assertThat(answer.json().at("/errors/0/message").asString()).startsWith(message);
    assertThat(admin.get(tls).json().get("authorities")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "old         | old        | certificate | certificate should be valid: number 1 expired at ",
        "server      | server     | certificate | certificate should be one for clients",
        "client root | client     | certificate | certificate should be followed by those that lead to its authority",
        "client      | rsa        | private_key | private_key should be the key of the first certificate",
        "client      | ed25519    | private_key | private_key should be the key of the first certificate",
        "rsa         | client     | private_key | private_key should be the key of the first certificate",
        "client      | text       | private_key | private_key should be one key in PEM",
        "client      | encrypted  | private_key | private_key should not be encrypted",
        "client      | pkcs1      | private_key | private_key should be in PKCS #8",
        "client      | nonsense   | private_key | private_key should be a key for RSA, EC or Ed25519",
        "text        | client     | certificate | certificate should be PEM"
      })
  void refusesACertificateThatCouldNotBeShown(
      String certificate, String key, String field, String message) throws Exception {
    // Given
    StringBuilder chain = new StringBuilder();
    for (String name : certificate.split(" ", -1)) {
      chain.append(name.equals("text") ? "text" : pem(name));
    }

    // When
    Answer answer = admin.put(tls + "/certificate", certificate(chain.toString(), keyOrNone(key)));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(answer.json().at("/errors/0/message").asString()).startsWith(message);
    assertThat(answer.body()).doesNotContain(keyOrNone(key).strip());
  }

  private static String text(String what) throws IOException {
    return switch (what) {
      case "text" -> "text";
      case "broken" -> "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
      case "other" -> "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";
      case "client.key" -> pem("client") + key("client");
      default -> pem(what);
    };
  }

  private static String keyOrNone(String name) throws IOException {
    return switch (name) {
      case "text" -> "no key";
      case "encrypted" -> block("ENCRYPTED PRIVATE KEY");
      case "pkcs1" -> block("RSA PRIVATE KEY");
      case "nonsense" -> block("PRIVATE KEY");
      default -> key(name);
    };
  }

  private static String block(String label) {
    return "-----BEGIN %s-----\nMIIB\n-----END %s-----\n".formatted(label, label);
  }

  private static String pem(String name) throws IOException {
    return Files.readString(certificates.pem(name));
  }

  private static String key(String name) throws IOException {
    return Files.readString(certificates.key(name));
  }

  private static String authorities(String pem) {
    return JSON.writeValueAsString(Map.of("authorities", pem));
  }

  private static String certificate(String pem, String key) {
    return JSON.writeValueAsString(Map.of("certificate", pem, "private_key", key));
  }

  /** What was told last, once so many changes were. */
  private CallbackTls told(int changes) {
    await().untilAsserted(() -> assertThat(changes()).hasSize(changes));
    return Objects.requireNonNull(changes().get(changes - 1).callbackTls());
  }

  private List<AppChanged> changes() {
    return ingress.records(Topics.APPS, app).stream()
        .map(record -> (AppChanged) EventJson.read(EventType.APP_CHANGED, record.value()))
        .toList();
  }
}
