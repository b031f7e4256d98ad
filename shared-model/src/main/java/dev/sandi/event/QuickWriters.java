package dev.sandi.event;

import dev.sandi.value.Rfc3339;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writers by hand for what is written once a request, past data binding. The samples of the
 * contract hold them to all fields.
 */
final class QuickWriters {

  private QuickWriters() {}

  static SimpleModule module() {
    return new SimpleModule("sandi-quick-writers")
        .addSerializer(new Times())
        .addSerializer(new Requests());
  }

  private static final class Times extends StdSerializer<Instant> {

    Times() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant instant, JsonGenerator json, SerializationContext context) {
      json.writeString(Rfc3339.of(instant));
    }
  }

  private static final class Requests extends StdSerializer<OtpRequested> {

    Requests() {
      super(OtpRequested.class);
    }

    @Override
    public void serialize(OtpRequested event, JsonGenerator json, SerializationContext context) {
      json.writeStartObject();
      json.writeStringProperty("session_id", event.sessionId().toString());
      json.writeStringProperty("app_id", event.appId().value());
      json.writeBooleanProperty("sandbox", event.sandbox());
      json.writeStringProperty("msisdn", event.msisdn().digits());
      json.writeStringProperty("challenge", event.challenge().value());
      json.writeStringProperty("template", event.template().value());
      optional(json, "sealed_otp", event.sealedOtp());
      json.writeNumberProperty("time_limit", event.timeLimit().seconds());
      optional(
          json, "callback_url", event.callbackUrl() == null ? null : event.callbackUrl().value());
      json.writeStringProperty("requested_at", Rfc3339.of(event.requestedAt()));
      optional(json, "user_agent", event.userAgent());
      optional(
          json,
          "simulated_outcome",
          event.simulatedOutcome() == null ? null : event.simulatedOutcome().toString());
      optional(json, "web_otp", event.webOtp() == null ? null : event.webOtp().value());
      optional(
          json, "android_hash", event.androidHash() == null ? null : event.androidHash().value());
      json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) {
      if (value != null) {
        json.writeStringProperty(name, value);
      }
    }
  }
}
