package dev.sandi.dispatcher.intake;

import dev.sandi.dispatcher.http.Body;
import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON that a customer gets: {@code type}, {@code timestamp} (RFC 3339, UTC) and {@code data}.
 * Written once, since the signature is over the bytes. Absent fields are left out; a code is never
 * in it.
 */
public final class CallbackBody {

  private static final JsonMapper MAPPER = new JsonMapper();

  private CallbackBody() {}

  public static Body of(Envelope envelope, LifecycleEvent event) {
    return of(envelope, event, event.session());
  }

  /**
   * @param session what is told of the event's session
   */
  static Body of(Envelope envelope, LifecycleEvent event, Session session) {
    String type = envelope.type().publicName();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("session_id", session.id().toString());
    data.put("msisdn", session.msisdn().digits());
    data.put("challenge", session.challenge().value());
    data.put("status", type.substring(type.indexOf('.') + 1));
    addFields(data, event);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("timestamp", envelope.time().toString());
    body.put("data", data);
    return Body.of(MAPPER.writeValueAsBytes(body));
  }

  private static void addFields(Map<String, Object> data, LifecycleEvent event) {
    if (event instanceof OtpSent sent) {
      data.put("gateway", sent.gateway());
      data.put("message_id", sent.messageId());
      data.put("segments", sent.segments());
      data.put("expires_at", sent.expiresAt().toString());
      putIfPresent(data, "attempt", sent.attempt());
    } else if (event instanceof OtpRejected rejected) {
      data.put("check", rejected.check());
      data.put("reason", rejected.reason());
      data.put("evidence", rejected.evidence());
    } else if (event instanceof OtpFailed failed) {
      data.put("reason", failed.reason());
      putIfPresent(data, "gateway", failed.gateway());
      putIfPresent(data, "detail", failed.detail());
      putIfPresent(data, "description", failed.description());
    } else if (event instanceof OtpDelivered delivered) {
      data.put("gateway", delivered.gateway());
      data.put("message_id", delivered.messageId());
      data.put("delivered_at", delivered.deliveredAt().toString());
    } else if (event instanceof OtpUndelivered undelivered) {
      data.put("gateway", undelivered.gateway());
      data.put("message_id", undelivered.messageId());
      data.put("reason", undelivered.reason());
      putIfPresent(data, "network_code", undelivered.networkCode());
      putIfPresent(data, "description", undelivered.description());
    } else if (event instanceof OtpVerified verified) {
      data.put("verified_at", verified.verifiedAt().toString());
    } else if (event instanceof OtpExpired expired) {
      data.put("expired_at", expired.expiredAt().toString());
    }
  }

  private static void putIfPresent(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
