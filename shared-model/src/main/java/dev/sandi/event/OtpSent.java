package dev.sandi.event;

import java.time.Instant;

/**
 * The SMS was handed to a gateway, which took it.
 *
 * @param gateway name of the gateway
 * @param messageId the gateway's id of the message, which its delivery report repeats
 * @param segments number of SMS segments that are billed
 * @param expiresAt until when the code can be verified
 */
public record OtpSent(
    Session session,
    String gateway,
    String messageId,
    int segments,
    Instant sentAt,
    Instant expiresAt)
    implements LifecycleEvent {

  public OtpSent {
    Required.of(session, "session");
    Required.of(gateway, "gateway");
    Required.of(messageId, "message_id");
    Required.of(sentAt, "sent_at");
    Required.of(expiresAt, "expires_at");
  }
}
