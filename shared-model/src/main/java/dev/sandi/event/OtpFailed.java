package dev.sandi.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The SMS could not be sent, and will not be.
 *
 * @param reason why, in a stable slug
 * @param gateway name of the gateway that refused it, if one was asked
 * @param detail the gateway's own code or words
 * @param description why, in words for a person, in English; absent from events before it came
 */
public record OtpFailed(
    Session session,
    String reason,
    @Nullable String gateway,
    @Nullable String detail,
    @Nullable String description,
    Instant failedAt)
    implements LifecycleEvent {

  public OtpFailed {
    Required.of(session, "session");
    Required.of(reason, "reason");
    Required.of(failedAt, "failed_at");
  }

  public OtpFailed(
      Session session,
      String reason,
      @Nullable String gateway,
      @Nullable String detail,
      Instant failedAt) {
    this(session, reason, gateway, detail, null, failedAt);
  }
}
