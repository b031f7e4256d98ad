package dev.sandi.dispatcher.http;

import dev.sandi.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;

/**
 * The headers that let a customer check who calls (Standard Webhooks 1.0.0, scheme {@code v1}).
 *
 * @param id {@code webhook-id}, the same for every attempt
 * @param timestamp {@code webhook-timestamp}, seconds since the epoch, of this attempt
 * @param value {@code webhook-signature}: {@code v1,<base64>} for each key, separated by spaces
 */
record Signature(String id, String timestamp, String value) {

  private static final String ALGORITHM = "HmacSHA256";

  /**
   * Signs the bytes that are sent.
   *
   * @param keys at least one
   */
  static Signature of(UUID id, Instant time, byte[] body, List<SigningKey> keys) {
    if (keys.isEmpty()) {
      throw new InvalidValueException("a callback should be signed by at least one key");
    }
    String timestamp = Long.toString(time.getEpochSecond());
    byte[] prefix = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    return new Signature(
        id.toString(),
        timestamp,
        keys.stream().map(key -> "v1," + sign(key, prefix, body)).collect(Collectors.joining(" ")));
  }

  private static String sign(SigningKey key, byte[] prefix, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key.spec(ALGORITHM));
      mac.update(prefix);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every Java runtime", e);
    }
  }
}
