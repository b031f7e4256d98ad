package dev.sandi.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The SMS was handed to a gateway, which took it.
 *
 * @param gateway name of the gateway
 * @param messageId the gateway's id of the message, which its delivery report repeats
 * @param segments number of SMS segments that are billed
 * @param expiresAt until when the code can be verified
 * @param latencyMs from the submit to the gateway's answer, in milliseconds
 * @param attempt which SMS of the session this is, from 1: the same code may be sent once more over
 *     another gateway
 */
public record OtpSent(
    Session session,
    String gateway,
    String messageId,
    int segments,
    Instant sentAt,
    Instant expiresAt,
    @Nullable Long latencyMs,
    @Nullable Integer attempt)
    implements LifecycleEvent {

  public OtpSent {
    Required.of(session, "session");
    Required.of(gateway, "gateway");
    Required.of(messageId, "message_id");
    Required.of(sentAt, "sent_at");
    Required.of(expiresAt, "expires_at");
  }

  public OtpSent(
      Session session,
      String gateway,
      String messageId,
      int segments,
      Instant sentAt,
      Instant expiresAt) {
    this(session, gateway, messageId, segments, sentAt, expiresAt, null, null);
  }
}
