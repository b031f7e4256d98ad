package dev.sandi.dispatcher.http;

import dev.sandi.value.CallbackUrl;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One attempt, before it is made.
 *
 * @param id the {@code webhook-id}
 * @param body the exact bytes that are signed and sent
 * @param keys the keys that sign, newest first
 */
public record CallbackRequest(
    UUID id, CallbackUrl url, Body body, Instant time, List<SigningKey> keys) {

  Signature signature() {
    return Signature.of(id, time, body.bytes(), keys);
  }

  @Override
  public String toString() {
    return "CallbackRequest[" + id + " to " + url + "]";
  }
}
