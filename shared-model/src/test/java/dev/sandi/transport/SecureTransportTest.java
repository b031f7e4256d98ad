package dev.sandi.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.testing.Encryption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class SecureTransportTest {

  @TempDir static Path dir;

  private static Encryption encryption;

  private final MockEnvironment settings =
      new MockEnvironment()
          .withProperty("spring.datasource.url", "jdbc:postgresql://db/sandi?sslmode=verify-full")
          .withProperty("sandi.kafka.tls.enabled", "true");

  @BeforeAll
  static void makeCertificates() throws Exception {
    encryption = Encryption.in(dir);
  }

  @Test
  void makesBootsSettingsOfOurs() {
    // Given
    settings
        .withProperty("sandi.kafka.username", "sandi")
        .withProperty("sandi.kafka.password", "password");

    // When
    process();

    // Then
    assertThat(settings.getProperty("spring.kafka.properties[security.protocol]"))
        .isEqualTo("SASL_SSL");
    assertThat(settings.getProperty("server.ssl.bundle")).isNull();
  }

  @Test
  void letsBootsOwnNamesHold() {
    // Given
    settings.setProperty("spring.kafka.properties[security.protocol]", "PLAINTEXT");

    // When
    process();

    // Then
    assertThat(settings.getProperty("spring.kafka.properties[security.protocol]"))
        .isEqualTo("PLAINTEXT");
  }

  @Test
  void hasAServiceThatListensServeHttpsAndAskForCertificates() {
    // Given
    certificates();
    settings.setProperty("sandi.internal-tls.listens", "true");

    // When
    process();

    // Then
    assertThat(settings.getProperty("server.ssl.bundle")).isEqualTo(InternalTls.BUNDLE);
    assertThat(settings.getProperty("server.ssl.client-auth")).isEqualTo("want");
    assertThat(settings.getProperty(InternalTls.ASKS)).isEqualTo("true");
    assertThat(settings.getProperty("spring.ssl.bundle.pem.sandi-internal.keystore.certificate"))
        .isEqualTo(Path.of(encryption.serverCertificate()).toUri().toString());
  }

  @Test
  void leavesThePublicPortAsItIs() {
    // Given
    certificates();

    // When
    process();

    // Then
    assertThat(settings.getProperty("server.ssl.bundle")).isNull();
  }

  @Test
  void wantsACertificateOfAServiceThatListens() {
    // Given
    settings.setProperty("sandi.internal-tls.authorities", encryption.authority());
    settings.setProperty("sandi.internal-tls.listens", "true");

    // Then
    assertThatThrownBy(this::process)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "sandi.internal-tls.certificate (SANDI_INTERNAL_TLS_CERTIFICATE) is needed by a"
                + " service that listens for the others");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sandi.kafka.tls.enabled | false | Kafka (SANDI_KAFKA_TLS)",
        "spring.datasource.url | jdbc:postgresql://db/sandi?sslmode=require |"
            + " Postgres (sslmode=verify-full in SANDI_DB_URL)",
        "sandi.internal-tls.listens | true | its own port (SANDI_INTERNAL_TLS_CERTIFICATE)",
        "sandi.ingress.processor-url | http://otp-processor:8081 |"
            + " the way to SANDI_PROCESSOR_URL (https)",
      })
  void canForbidEachWayThatIsInClear(String property, String value, String way) {
    // Given
    settings.setProperty("sandi.require-tls", "true");
    settings.setProperty(property, value);

    // Then
    assertThatThrownBy(this::process)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.require-tls (SANDI_REQUIRE_TLS) forbids what is in clear: " + way);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://otp-processor:8081", "https://otp-processor:8081"})
  void forbidsNothingUnlessItIsTold(String processor) {
    // Given
    settings.setProperty("sandi.ingress.processor-url", processor);

    // Then
    assertThatCode(this::process).doesNotThrowAnyException();
  }

  @Test
  void isContentWhenEverythingIsEncrypted() {
    // Given
    certificates();
    settings
        .withProperty("sandi.require-tls", "true")
        .withProperty("sandi.internal-tls.listens", "true")
        .withProperty("sandi.ingress.processor-url", "https://otp-processor:8081");

    // Then
    assertThatCode(this::process).doesNotThrowAnyException();
  }

  private void certificates() {
    settings
        .withProperty("sandi.internal-tls.authorities", encryption.authority())
        .withProperty("sandi.internal-tls.certificate", encryption.serverCertificate())
        .withProperty("sandi.internal-tls.private-key", encryption.serverKey());
  }

  private void process() {
    new SecureTransport().postProcessEnvironment(settings, new SpringApplication());
  }
}
