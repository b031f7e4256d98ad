package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.submit;
import static dev.sandi.processor.http.Opened.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.value.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers whose certificate is of an authority that nobody else knows. */
class TlsTest {

  @TempDir static Path dir;

  private static Authority authority;

  private final Opened opened = new Opened();

  @BeforeAll
  static void certify() throws Exception {
    authority =
        new Authority(dir)
            .certify("provider", "ip:127.0.0.1")
            .certify("elsewhere", "dns:sms.example.com")
            .certify("sandi", "dns:otp.example.com");
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void aPrivateAuthorityIsTrustedThatAFileNames() throws Exception {
    try (FakeProvider provider = provider("provider", false)) {
      assertThat(sent(provider, "tls: {ca: %s}".formatted(authority.certificate())))
          .isEqualTo(new Accepted("m1"));
    }
  }

  @Test
  void aPrivateAuthorityIsTrustedThatASecretHolds() throws Exception {
    // Given
    opened.with("SANDI_SECRET_CA", Files.readString(authority.certificate()));

    // Then
    try (FakeProvider provider = provider("provider", false)) {
      assertThat(sent(provider, "tls: {ca: '${SANDI_SECRET_CA}'}")).isEqualTo(new Accepted("m1"));
    }
  }

  @Test
  void nobodyTrustsAnAuthorityThatNoSettingNames() throws Exception {
    try (FakeProvider provider = provider("provider", false)) {
      assertThat(sent(provider, "")).isEqualTo(new SubmitResult.Unavailable("TLS failed"));
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherNameIsNotTrusted() throws Exception {
    try (FakeProvider provider = provider("elsewhere", false)) {
      assertThat(sent(provider, "tls: {ca: %s}".formatted(authority.certificate())))
          .isEqualTo(new SubmitResult.Unavailable("TLS failed"));
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void aProviderIsShownTheCertificateThatItAsksFor() throws Exception {
    // Given
    opened.with("SANDI_SECRET_KEY", Files.readString(authority.key("sandi")));

    // Then
    try (FakeProvider provider = provider("provider", true)) {
      assertThat(
              sent(
                  provider,
                  "tls: {ca: %s, certificate: %s, key: '${SANDI_SECRET_KEY}'}"
                      .formatted(authority.certificate(), authority.certificate("sandi"))))
          .isEqualTo(new Accepted("m1"));
    }
  }

  @Test
  void aProviderThatIsShownNoneTakesNothing() throws Exception {
    try (FakeProvider provider = provider("provider", true)) {
      assertThat(sent(provider, "tls: {ca: %s}".formatted(authority.certificate())))
          .isNotInstanceOf(Accepted.class);
      assertThat(provider.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|should have ca",
        "{ca: ca.pem}|absolute path",
        "{certificate: /a}|given together",
        "{key: /a}|given together",
        "{ca: /a, verify: false}|no setting",
        "{ca: /nowhere.pem}|tls: a file cannot be read",
        "{ca: '${SANDI_SECRET_NONE}'}|SANDI_SECRET_NONE is not set"
      })
  void whatCannotBeIsRefused(String tls, String rule) {
    assertThatThrownBy(() -> opened.open(settings("https://sms.example.com/", "tls: " + tls)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void aKeyOfAnotherFormatIsRefusedWithoutAWordOfIt() {
    // Given
    opened.with("SANDI_SECRET_KEY", "hunter22");
    String tls =
        "tls: {certificate: %s, key: '${SANDI_SECRET_KEY}'}"
            .formatted(authority.certificate("sandi"));

    // Then
    assertThatThrownBy(() -> opened.open(settings("https://sms.example.com/", tls)))
        .hasMessageContaining("tls.key")
        .message()
        .doesNotContain("hunter22");
  }

  @Test
  void whatIsNotEncryptedHasNoTls() {
    assertThatThrownBy(() -> opened.open(settings("http://127.0.0.1:1/", "tls: {ca: /etc/ca.pem}")))
        .hasMessageContaining("https");
  }

  private static FakeProvider provider(String name, boolean asks) throws Exception {
    return FakeProvider.encrypted(authority.server(name, asks), 200, "{\"id\":\"m1\"}");
  }

  private SubmitResult sent(FakeProvider provider, String tls) {
    return submit(opened.open("local", yaml(settings(provider.url() + "/", tls))));
  }

  private static String settings(String url, String more) {
    return """
        request: {url: '%s', json: {text: '{text}'}}
        answers: [{result: accepted, message_id: {pointer: /id}}]
        %s
        """
        .formatted(url, more);
  }
}
