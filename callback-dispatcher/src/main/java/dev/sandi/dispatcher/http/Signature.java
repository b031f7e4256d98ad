package dev.sandi.dispatcher.http;

import dev.sandi.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The headers that let a customer check who calls (Standard Webhooks 1.0.0).
 *
 * @param id {@code webhook-id}, the same for every attempt
 * @param timestamp {@code webhook-timestamp}, seconds since the epoch, of this attempt
 * @param value {@code webhook-signature}: {@code v1,<base64>} or {@code v1a,<base64>} for each key,
 *     separated by spaces
 */
record Signature(String id, String timestamp, String value) {

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
        keys.stream().map(key -> key.sign(prefix, body)).collect(Collectors.joining(" ")));
  }
}
