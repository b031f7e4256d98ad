package dev.sandi.event;

import java.time.Instant;

/**
 * The handset has the SMS, says the gateway's delivery report.
 *
 * @param messageId the gateway's id of the message
 */
public record OtpDelivered(Session session, String gateway, String messageId, Instant deliveredAt)
    implements LifecycleEvent {

  public OtpDelivered {
    Required.of(session, "session");
    Required.of(gateway, "gateway");
    Required.of(messageId, "message_id");
    Required.of(deliveredAt, "delivered_at");
  }
}
