package dev.sandi.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.testing.Encryption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecurityTest {

  @TempDir static Path dir;

  private static Encryption encryption;

  @BeforeAll
  static void makeCertificates() throws Exception {
    encryption = Encryption.in(dir);
  }

  @Test
  void isNothingIfNothingIsSet() {
    assertThat(KafkaSecurity.ofVariables(Map.of("SANDI_KAFKA_BOOTSTRAP", "kafka:9092"))).isEmpty();
  }

  @Test
  void encryptsAndBelievesTheJdksAuthorities() {
    assertThat(KafkaSecurity.ofVariables(Map.of("SANDI_KAFKA_TLS", "true")))
        .containsExactly(Map.entry("security.protocol", "SSL"));
  }

  @Test
  void logsInByScramUnlessItIsToldOtherwise() {
    assertThat(KafkaSecurity.ofVariables(login("sandi", "pass\"word\\")))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"sandi\" password=\"pass\\\"word\\\\\";");
  }

  @Test
  void logsInByPlain() {
    // Given
    Map<String, String> variables = login("sandi", "password");
    variables.put("SANDI_KAFKA_SASL_MECHANISM", "PLAIN");

    // Then
    assertThat(KafkaSecurity.ofVariables(variables))
        .containsEntry("sasl.mechanism", "PLAIN")
        .extractingByKey("sasl.jaas.config")
        .asString()
        .startsWith("org.apache.kafka.common.security.plain.PlainLoginModule required ");
  }

  @Test
  void showsNoPasswordInClear() {
    // Given
    Map<String, String> variables = login("sandi", "secret-of-the-test");
    variables.remove("SANDI_KAFKA_TLS");

    // Then
    assertThatThrownBy(() -> KafkaSecurity.ofVariables(variables))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "sandi.kafka.username (SANDI_KAFKA_USERNAME) needs SANDI_KAFKA_TLS=true:"
                + " who logs in does so over encrypted connections alone");
  }

  @Test
  void wantsNameAndPasswordTogether() {
    // Given
    Map<String, String> noPassword = login("sandi", "");
    Map<String, String> noName = login("", "secret-of-the-test");

    // Then
    refuses(
        noPassword,
        "sandi.kafka.username (SANDI_KAFKA_USERNAME) needs"
            + " sandi.kafka.password (SANDI_KAFKA_PASSWORD)");
    refuses(
        noName,
        "sandi.kafka.password (SANDI_KAFKA_PASSWORD) needs"
            + " sandi.kafka.username (SANDI_KAFKA_USERNAME)");
  }

  @Test
  void knowsTheMechanismsThatItCanDo() {
    // Given
    Map<String, String> variables = login("sandi", "password");
    variables.put("SANDI_KAFKA_SASL_MECHANISM", "GSSAPI");

    // Then
    refuses(
        variables,
        "sandi.kafka.sasl-mechanism (SANDI_KAFKA_SASL_MECHANISM) should be SCRAM-SHA-512,"
            + " SCRAM-SHA-256 or PLAIN");
  }

  @Test
  void wantsTlsWhereThereAreFilesForIt() {
    refuses(
        Map.of("SANDI_KAFKA_TLS_AUTHORITIES", encryption.authority()),
        "sandi.kafka.tls has files, and needs SANDI_KAFKA_TLS=true");
    refuses(
        Map.of("SANDI_KAFKA_TLS", "yes"),
        "sandi.kafka.tls.enabled (SANDI_KAFKA_TLS) should be true or false");
  }

  @Test
  void looksIntoFilesBeforeAnythingIsStarted() throws Exception {
    // Given
    Path empty = Files.writeString(dir.resolve("empty.pem"), "no certificate");

    // Then
    refuses(
        tls(Map.of("SANDI_KAFKA_TLS_AUTHORITIES", "/nowhere/ca.pem")),
        "sandi.kafka.tls.authorities (SANDI_KAFKA_TLS_AUTHORITIES) should be a file in PEM that"
            + " can be read: /nowhere/ca.pem cannot");
    refuses(
        tls(Map.of("SANDI_KAFKA_TLS_AUTHORITIES", empty.toString())),
        "sandi.kafka.tls.authorities (SANDI_KAFKA_TLS_AUTHORITIES) should be PEM:"
            + " -----BEGIN CERTIFICATE----- and so on");
    refuses(
        tls(Map.of("SANDI_KAFKA_TLS_CERTIFICATE", encryption.clientCertificate())),
        "sandi.kafka.tls.certificate (SANDI_KAFKA_TLS_CERTIFICATE) and"
            + " sandi.kafka.tls.private-key (SANDI_KAFKA_TLS_PRIVATE_KEY) come together");
    refuses(
        tls(
            Map.of(
                "SANDI_KAFKA_TLS_CERTIFICATE", encryption.clientCertificate(),
                "SANDI_KAFKA_TLS_PRIVATE_KEY", encryption.serverKey())),
        "sandi.kafka.tls.private-key (SANDI_KAFKA_TLS_PRIVATE_KEY) should be the key of the first"
            + " certificate of "
            + encryption.clientCertificate());
  }

  private static void refuses(Map<String, String> variables, String sentence) {
    assertThatThrownBy(() -> KafkaSecurity.ofVariables(variables))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(sentence);
  }

  private static Map<String, String> tls(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("SANDI_KAFKA_TLS", "true");
    return variables;
  }

  private static Map<String, String> login(String username, String password) {
    return tls(Map.of("SANDI_KAFKA_USERNAME", username, "SANDI_KAFKA_PASSWORD", password));
  }
}
