package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sandi.crypto.Ed25519Key;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official library in another language. It knows {@code v1} alone, as the one for Java does.
 */
class SignatureInJavaScriptTest {

  private static final Path DIRECTORY = Path.of("src/test/javascript");
  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String BODY = "{\"type\":\"otp.sent\",\"data\":{\"challenge\":\"masuk ✓\"}}";

  @BeforeAll
  static void isInstalled() {
    assumeThat(Files.exists(DIRECTORY.resolve("node_modules/standardwebhooks")))
        .as(
            "The official JavaScript library is not here. To have it checked: npm ci --prefix"
                + " callback-dispatcher/src/test/javascript")
        .isTrue();
  }

  @Test
  void isAcceptedUnderEachKeyBesideOthersThatTheLibraryDoesNotKnow() throws Exception {
    // When
    String pair = Ed25519Key.generate().secret().reveal();
    Signature signature = sign(Instant.now(), pair, NEW, OLD);

    // Then
    assertThat(verify(NEW, signature, BODY)).isEqualTo("accepted " + BODY);
    assertThat(verify(OLD, signature, BODY)).isEqualTo("accepted " + BODY);
  }

  @Test
  void isRefusedForAnotherBodyIdTimeOrKey() throws Exception {
    // Given
    Signature signature = sign(Instant.now(), NEW);
    Signature otherId =
        new Signature(
            UuidV7.at(Instant.now()).toString(), signature.timestamp(), signature.value());
    Signature old = sign(Instant.now().minus(Duration.ofMinutes(6)), NEW);

    // Then
    assertThat(verify(NEW, signature, BODY + " ")).isEqualTo("refused No matching signature found");
    assertThat(verify(NEW, otherId, BODY)).isEqualTo("refused No matching signature found");
    assertThat(verify(OLD, signature, BODY)).isEqualTo("refused No matching signature found");
    assertThat(verify(NEW, old, BODY)).isEqualTo("refused Message timestamp too old");
  }

  private static Signature sign(Instant time, String... secrets) {
    List<SigningKey> keys = Stream.of(secrets).map(Secret::of).map(SigningKey::of).toList();
    return Signature.of(UuidV7.at(time), time, BODY.getBytes(UTF_8), keys);
  }

  private static String verify(String secret, Signature signature, String body) throws IOException {
    Map<String, Object> question =
        Map.of(
            "secret",
            secret,
            "headers",
            Map.of(
                "webhook-id", signature.id(),
                "webhook-timestamp", signature.timestamp(),
                "webhook-signature", signature.value()),
            "body",
            body);
    Process node =
        new ProcessBuilder("node", "verify.js")
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .start();
    node.getOutputStream().write(new JsonMapper().writeValueAsBytes(question));
    node.getOutputStream().close();
    return new String(node.getInputStream().readAllBytes(), UTF_8).strip();
  }
}
