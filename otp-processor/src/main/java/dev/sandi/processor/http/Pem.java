package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Certificates or a key in PEM (RFC 7468): in a file of the processor's machine, or in a secret.
 *
 * @param written an absolute path, or {@code ${SANDI_SECRET_…}}
 */
record Pem(@JsonValue String written) {

  private static final int LONGEST = 1 << 20;

  Pem {
    Rules.require(
        written.startsWith("/") || SecretReference.PATTERN.matcher(written).matches(),
        "should be an absolute path of a file in PEM, or ${SANDI_SECRET_…}");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Pem of(String written) {
    return new Pem(written);
  }

  /**
   * Reads it.
   *
   * @throws InvalidValueException if there is no such file or secret
   */
  InputStream read(GatewaySecrets secrets) {
    return new ByteArrayInputStream(
        written.startsWith("/")
            ? file(Path.of(written))
            : secrets.of(SecretReference.of(written)).reveal().getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] file(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LONGEST);
    } catch (IOException e) {
      throw new InvalidValueException(
          "tls: a file cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
