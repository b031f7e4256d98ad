package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sandi.crypto.Ed25519Key;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String BODY = "{\"type\":\"otp.sent\",\"data\":{\"challenge\":\"masuk ✓\"}}";

  @Test
  void hasTheFormOfTheSpecification() {
    // Given
    UUID id = UUID.fromString("0199f000-0000-7000-8000-000000000000");

    // When
    Signature signature =
        Signature.of(id, Instant.ofEpochSecond(1614265330), new byte[0], keys(OLD));

    // Then
    assertThat(signature.id()).isEqualTo("0199f000-0000-7000-8000-000000000000");
    assertThat(signature.timestamp()).isEqualTo("1614265330");
    assertThat(signature.value()).matches("v1,[A-Za-z0-9+/]{43}=");
  }

  @Test
  void isAcceptedByTheOfficialLibraryUnderEachKey() {
    // Given
    byte[] body = BODY.getBytes(UTF_8);

    // When
    Signature signature =
        Signature.of(UuidV7.at(Instant.now()), Instant.now(), body, keys(NEW, OLD));

    // Then
    assertThat(signature.value().split(" ")).hasSize(2);
    assertThatCode(() -> verify(OLD, signature, BODY)).doesNotThrowAnyException();
    assertThatCode(() -> verify(NEW, signature, BODY)).doesNotThrowAnyException();
  }

  @Test
  void isRefusedByTheOfficialLibraryForAnotherBodyIdTimeOrKey() {
    // Given
    Instant now = Instant.now();
    Signature signature = Signature.of(UuidV7.at(now), now, BODY.getBytes(UTF_8), keys(NEW));
    Signature otherId =
        new Signature(UuidV7.at(now).toString(), signature.timestamp(), signature.value());
    Signature later =
        new Signature(signature.id(), Long.toString(now.getEpochSecond() + 1), signature.value());

    // Then
    assertRefused(NEW, signature, BODY + " ");
    assertRefused(NEW, otherId, BODY);
    assertRefused(NEW, later, BODY);
    assertRefused(OLD, signature, BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whsec_***", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
  void refusesASecretThatIsNoneWithoutShowingIt(String text) {
    assertThatThrownBy(() -> SigningKey.of(Secret.of(text)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("a webhook secret should be whsec_ and base64");
  }

  @Test
  void signsByBothSchemesForWhoChecksEither() throws Exception {
    // Given
    Ed25519Key pair = Ed25519Key.generate();
    byte[] body = BODY.getBytes(UTF_8);

    // When
    Signature signature =
        Signature.of(
            UuidV7.at(Instant.now()), Instant.now(), body, keys(pair.secret().reveal(), NEW));

    // Then
    List<String> both = List.of(signature.value().split(" ", -1));
    assertThat(both.get(0)).matches("v1a,[A-Za-z0-9+/]{86}==");
    assertThat(both.get(1)).startsWith("v1,");
    assertThatCode(() -> verify(NEW, signature, BODY)).doesNotThrowAnyException();
    assertThat(verifies(pair.publicKey(), signature, body)).isTrue();
    assertThat(verifies(Ed25519Key.generate().publicKey(), signature, body)).isFalse();
    assertThat(verifies(pair.publicKey(), signature, "{}".getBytes(UTF_8))).isFalse();
  }

  /** As a customer would with the public key and the headers alone. */
  private static boolean verifies(String publicKey, Signature signature, byte[] body)
      throws GeneralSecurityException {
    byte[] encoded =
        HexFormat.of()
            .parseHex(
                // SubjectPublicKeyInfo of Ed25519 (RFC 8410)
                "302a300506032b6570032100"
                    + HexFormat.of().formatHex(Base64.getDecoder().decode(publicKey.substring(5))));
    java.security.Signature check = java.security.Signature.getInstance("Ed25519");
    check.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    check.update((signature.id() + "." + signature.timestamp() + ".").getBytes(UTF_8));
    check.update(body);
    return check.verify(
        Base64.getDecoder().decode(signature.value().split(" ", -1)[0].substring("v1a,".length())));
  }

  @Test
  void isAcceptedByOpenSslUnderThePublicKey(@TempDir Path dir) throws Exception {
    // Given
    assumeThat(run(dir, "openssl", "version")).contains("OpenSSL 3");
    Ed25519Key pair = Ed25519Key.generate();
    byte[] body = BODY.getBytes(UTF_8);
    Signature signature =
        Signature.of(UuidV7.at(Instant.now()), Instant.now(), body, keys(pair.secret().reveal()));
    String key =
        HexFormat.of()
            .formatHex(Base64.getDecoder().decode(pair.publicKey().substring("whpk_".length())));
    Files.write(dir.resolve("key"), HexFormat.of().parseHex("302a300506032b6570032100" + key));
    Files.write(
        dir.resolve("signature"),
        Base64.getDecoder().decode(signature.value().substring("v1a,".length())));
    String signed = signature.id() + "." + signature.timestamp() + "." + BODY;

    // When
    Files.writeString(dir.resolve("signed"), signed);
    String right = verifyByOpenSsl(dir);
    Files.writeString(dir.resolve("signed"), signed + " ");
    String wrong = verifyByOpenSsl(dir);

    // Then
    assertThat(right).contains("Signature Verified Successfully");
    assertThat(wrong).contains("Signature Verification Failure");
  }

  private static String verifyByOpenSsl(Path dir) throws Exception {
    return run(
        dir,
        ("openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in signed"
                + " -sigfile signature")
            .split(" "));
  }

  private static String run(Path dir, String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "not here";
    }
  }

  @Test
  void signsNothingWithoutAKey() {
    assertThatThrownBy(
            () -> Signature.of(UuidV7.at(Instant.now()), Instant.now(), new byte[0], List.of()))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void hidesItsKeys() {
    assertThat(keys(OLD).toString()).isEqualTo("[***]");
  }

  private static List<SigningKey> keys(String... secrets) {
    return Stream.of(secrets).map(Secret::of).map(SigningKey::of).toList();
  }

  private static void assertRefused(String secret, Signature signature, String body) {
    assertThatThrownBy(() -> verify(secret, signature, body))
        .isInstanceOf(WebhookVerificationException.class);
  }

  private static void verify(String secret, Signature signature, String body)
      throws WebhookVerificationException {
    Map<String, List<String>> headers =
        Map.of(
            "webhook-id", List.of(signature.id()),
            "webhook-timestamp", List.of(signature.timestamp()),
            "webhook-signature", List.of(signature.value()));
    new Webhook(secret).verify(body, HttpHeaders.of(headers, (name, value) -> true));
  }
}
