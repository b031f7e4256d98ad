package dev.sandi.trace;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of spans: those of OpenTelemetry's semantic conventions by their names there, and ours
 * below {@code sandi}. None has a code, a number, a key or a URL.
 */
public final class TraceAttributes {

  /** The session's id; the same on all spans of one OTP. */
  public static final AttributeKey<String> SESSION = AttributeKey.stringKey("sandi.session_id");

  public static final AttributeKey<String> APP = AttributeKey.stringKey("sandi.app");
  public static final AttributeKey<String> GATEWAY = AttributeKey.stringKey("sandi.gateway");

  /** How it ended, in a stable slug. */
  public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sandi.outcome");

  /** Why, in a stable slug. */
  public static final AttributeKey<String> REASON = AttributeKey.stringKey("sandi.reason");

  /** The check that refused. */
  public static final AttributeKey<String> CHECK = AttributeKey.stringKey("sandi.check");

  /** Which attempt it was, from 1. */
  public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sandi.attempt");

  /** The wire name of an event. */
  public static final AttributeKey<String> EVENT = AttributeKey.stringKey("sandi.event");

  public static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  public static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  public static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  public static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  public static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  public static final AttributeKey<String> TOPIC =
      AttributeKey.stringKey("messaging.destination.name");
  public static final AttributeKey<Long> BATCH =
      AttributeKey.longKey("messaging.batch.message_count");

  private TraceAttributes() {}
}
