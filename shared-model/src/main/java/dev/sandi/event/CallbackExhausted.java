package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last attempt of a callback failed; it stays on record and can be replayed.
 *
 * @param error class of the last failure, in a stable slug
 * @param httpStatus the server's last answer, if there was one
 * @param reason why no other attempt follows, in a stable slug: {@code attempts_used_up}, {@code
 *     expired}, {@code gone}, {@code at_most_once}, {@code interrupted} or {@code retention};
 *     absent in what was told by earlier versions
 */
public record CallbackExhausted(
    SessionId sessionId,
    AppId appId,
    UUID deliveryId,
    String callbackType,
    int attempt,
    String error,
    @Nullable Integer httpStatus,
    Instant exhaustedAt,
    @Nullable String reason)
    implements CallbackEvent {

  public CallbackExhausted {
    Required.of(sessionId, "session_id");
    Required.of(appId, "app_id");
    Required.of(deliveryId, "delivery_id");
    Required.of(callbackType, "callback_type");
    Required.of(error, "error");
    Required.of(exhaustedAt, "exhausted_at");
  }
}
