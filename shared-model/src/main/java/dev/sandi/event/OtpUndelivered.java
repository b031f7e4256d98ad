package dev.sandi.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The handset did not get the SMS, says the gateway's delivery report.
 *
 * @param messageId the gateway's id of the message
 * @param reason why, in a stable slug
 * @param networkCode the operator's own error code, if it gave one
 * @param description the same in words for a person, in English; absent from events before it came
 */
public record OtpUndelivered(
    Session session,
    String gateway,
    String messageId,
    String reason,
    @Nullable String networkCode,
    @Nullable String description,
    Instant undeliveredAt)
    implements LifecycleEvent {

  public OtpUndelivered {
    Required.of(session, "session");
    Required.of(gateway, "gateway");
    Required.of(messageId, "message_id");
    Required.of(reason, "reason");
    Required.of(undeliveredAt, "undelivered_at");
  }

  public OtpUndelivered(
      Session session,
      String gateway,
      String messageId,
      String reason,
      @Nullable String networkCode,
      Instant undeliveredAt) {
    this(session, gateway, messageId, reason, networkCode, null, undeliveredAt);
  }
}
