package dev.sandi.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one table of events: the wire name ({@code ce_type}), the record, and the topic. The JSON
 * Schema is {@code schema/<wire name>.json} and a golden sample {@code sample/<wire name>.json}.
 *
 * <p>Evolution: optional fields only; readers ignore what they do not know; a breaking change is a
 * new {@code .v2} name beside the old.
 */
public enum EventType {
  OTP_REQUESTED("otp.requested.v1", OtpRequested.class, Topics.OTP_REQUESTED),
  OTP_SENT("otp.sent.v1", OtpSent.class, Topics.OTP_LIFECYCLE),
  OTP_REJECTED("otp.rejected.v1", OtpRejected.class, Topics.OTP_LIFECYCLE),
  OTP_FAILED("otp.failed.v1", OtpFailed.class, Topics.OTP_LIFECYCLE),
  OTP_DELIVERED("otp.delivered.v1", OtpDelivered.class, Topics.OTP_LIFECYCLE),
  OTP_UNDELIVERED("otp.undelivered.v1", OtpUndelivered.class, Topics.OTP_LIFECYCLE),
  OTP_VERIFIED("otp.verified.v1", OtpVerified.class, Topics.OTP_LIFECYCLE),
  OTP_EXPIRED("otp.expired.v1", OtpExpired.class, Topics.OTP_LIFECYCLE),
  CALLBACK_DELIVERED("callback.delivered.v1", CallbackDelivered.class, Topics.CALLBACK_LIFECYCLE),
  CALLBACK_FAILED("callback.failed.v1", CallbackFailed.class, Topics.CALLBACK_LIFECYCLE),
  CALLBACK_EXHAUSTED("callback.exhausted.v1", CallbackExhausted.class, Topics.CALLBACK_LIFECYCLE),
  CALLBACK_ENDPOINT_FAILING(
      "callback.endpoint_failing.v1", CallbackEndpointFailing.class, Topics.CALLBACK_LIFECYCLE),
  CALLBACK_ENDPOINT_DISABLED(
      "callback.endpoint_disabled.v1", CallbackEndpointDisabled.class, Topics.CALLBACK_LIFECYCLE),
  CALLBACK_ENDPOINT_GONE(
      "callback.endpoint_gone.v1", CallbackEndpointGone.class, Topics.CALLBACK_LIFECYCLE),
  APP_CHANGED("app.changed.v1", AppChanged.class, Topics.APPS),
  BLOCK_CHANGED("block.changed.v1", BlockChanged.class, Topics.BLOCKLIST),
  ERASURE_REQUESTED("erasure.requested.v1", ErasureRequested.class, Topics.ERASURES),
  ERASURE_DONE("erasure.done.v1", ErasureDone.class, Topics.ERASURES);

  private static final Map<String, EventType> BY_WIRE_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));
  private static final Map<Class<? extends Event>, EventType> BY_RECORD =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::record, Function.identity()));

  private final String wireName;
  private final Class<? extends Event> record;
  private final String topic;

  EventType(String wireName, Class<? extends Event> record, String topic) {
    this.wireName = wireName;
    this.record = record;
    this.topic = topic;
  }

  /** The type of a wire name, or empty if this version does not know it. */
  public static Optional<EventType> find(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }

  public static EventType of(Event event) {
    EventType type = BY_RECORD.get(event.getClass());
    if (type == null) {
      throw new IllegalArgumentException(event.getClass() + " has no event type");
    }
    return type;
  }

  /** The value of {@code ce_type}. */
  public String wireName() {
    return wireName;
  }

  /** The name without its version, as customers see it in callbacks: {@code otp.sent}. */
  public String publicName() {
    return wireName.substring(0, wireName.lastIndexOf('.'));
  }

  public Class<? extends Event> record() {
    return record;
  }

  public String topic() {
    return topic;
  }
}
