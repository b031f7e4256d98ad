package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.UUID;

/**
 * The customer's server took a callback.
 *
 * @param httpStatus the server's answer, 200 to 299
 * @param durationMs from the start of the attempt to the last byte of the answer, in milliseconds
 */
public record CallbackDelivered(
    SessionId sessionId,
    AppId appId,
    UUID deliveryId,
    String callbackType,
    int attempt,
    int httpStatus,
    long durationMs,
    Instant deliveredAt)
    implements CallbackEvent {

  public CallbackDelivered {
    Required.of(sessionId, "session_id");
    Required.of(appId, "app_id");
    Required.of(deliveryId, "delivery_id");
    Required.of(callbackType, "callback_type");
    Required.of(deliveredAt, "delivered_at");
  }
}
