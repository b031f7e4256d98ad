package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a callback failed; another follows.
 *
 * @param error class of the failure, in a stable slug
 * @param httpStatus the server's answer, if there was one
 * @param durationMs from the start of the attempt to its end, in milliseconds
 * @param nextAttemptAt when the next attempt is due
 */
public record CallbackFailed(
    SessionId sessionId,
    AppId appId,
    UUID deliveryId,
    String callbackType,
    int attempt,
    String error,
    @Nullable Integer httpStatus,
    long durationMs,
    Instant failedAt,
    Instant nextAttemptAt)
    implements CallbackEvent {

  public CallbackFailed {
    Required.of(sessionId, "session_id");
    Required.of(appId, "app_id");
    Required.of(deliveryId, "delivery_id");
    Required.of(callbackType, "callback_type");
    Required.of(error, "error");
    Required.of(failedAt, "failed_at");
    Required.of(nextAttemptAt, "next_attempt_at");
  }
}
