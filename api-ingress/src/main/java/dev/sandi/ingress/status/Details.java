package dev.sandi.ingress.status;

import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.CallbackEvent;
import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.CallbackFailed;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.SessionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a timeline tells of an event beside its type and time. Fields are named one by one, so that
 * a field added to an event is not told to customers by accident.
 */
final class Details {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Details() {}

  static Map<String, Object> of(SessionEvent event) {
    Details details = new Details();
    if (event instanceof OtpRequested requested) {
      return ofRequest(
          requested.timeLimit().seconds(), requested.sandbox(), requested.simulatedOutcome());
    }
    if (event instanceof CallbackEvent callback) {
      details.tell(callback);
    } else {
      details.tell(event);
    }
    return details.fields;
  }

  /** Of an {@code otp.requested}. */
  static Map<String, Object> ofRequest(int timeLimit, boolean sandbox, @Nullable Object outcome) {
    Details details = new Details();
    details.put("time_limit", timeLimit);
    details.put("sandbox", sandbox);
    details.put("simulated_outcome", outcome);
    return details.fields;
  }

  private void tell(SessionEvent event) {
    if (event instanceof OtpSent sent) {
      put("gateway", sent.gateway());
      put("message_id", sent.messageId());
      put("segments", sent.segments());
      put("latency_ms", sent.latencyMs());
      put("attempt", sent.attempt());
    } else if (event instanceof OtpDelivered delivered) {
      put("gateway", delivered.gateway());
      put("message_id", delivered.messageId());
    } else if (event instanceof OtpUndelivered undelivered) {
      put("gateway", undelivered.gateway());
      put("message_id", undelivered.messageId());
      put("reason", undelivered.reason());
      put("network_code", undelivered.networkCode());
      put("description", undelivered.description());
    } else if (event instanceof OtpRejected rejected) {
      put("check", rejected.check());
      put("reason", rejected.reason());
      put("evidence", rejected.evidence());
    } else if (event instanceof OtpFailed failed) {
      put("reason", failed.reason());
      put("gateway", failed.gateway());
      put("detail", failed.detail());
      put("description", failed.description());
    }
  }

  private void tell(CallbackEvent event) {
    put("callback_type", event.callbackType());
    put("delivery_id", event.deliveryId().toString());
    put("attempt", event.attempt());
    if (event instanceof CallbackDelivered delivered) {
      put("http_status", delivered.httpStatus());
      put("duration_ms", delivered.durationMs());
    } else if (event instanceof CallbackFailed failed) {
      put("error", failed.error());
      put("http_status", failed.httpStatus());
      put("duration_ms", failed.durationMs());
      put("next_attempt_at", failed.nextAttemptAt().toString());
    } else if (event instanceof CallbackExhausted exhausted) {
      put("error", exhausted.error());
      put("http_status", exhausted.httpStatus());
      put("reason", exhausted.reason());
    }
  }

  private void put(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
