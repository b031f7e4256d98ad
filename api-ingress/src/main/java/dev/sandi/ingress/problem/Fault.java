package dev.sandi.ingress.problem;

/**
 * What requests are refused for. Answers come from this table and so does their documentation:
 * status, slug and message are the contract.
 *
 * <p>Of a kind such as {@link #INVALID_MSISDN} there are several messages, one for each rule, that
 * begin alike; the table has the one that is shown.
 */
public enum Fault {
  INVALID_REPORT(400, "invalid_report", "Report invalid: it could not be read"),
  INVALID_REQUEST(400, "invalid_request", "Request invalid: ", "body should be a JSON object"),
  INVALID_MSISDN(
      400, "invalid_msisdn", "Msisdn invalid: ", "msisdn length should between 4-16 characters"),
  INVALID_TEMPLATE(400, "invalid_template", "Template invalid: ", "template should contain $OTP"),
  INVALID_OTP(400, "invalid_otp", "Otp invalid: ", "otp length should between 4-10 characters"),
  INVALID_TIME_LIMIT(
      400,
      "invalid_time_limit",
      "Time limit invalid: ",
      "time limit should between 30-86400 seconds"),
  INVALID_CHALLENGE(
      400,
      "invalid_challenge",
      "Challenge invalid: ",
      "challenge length should between 1-64 characters"),
  INVALID_CALLBACK_URL(
      400,
      "invalid_callback_url",
      "Callback url invalid: ",
      "callback url should be an absolute https URL"),
  INVALID_IDEMPOTENCY_KEY(
      400,
      "invalid_idempotency_key",
      "Idempotency key invalid: it should be 1-255 visible ASCII characters"),
  AUTHORIZATION_FAILED(401, "authorization_failed", "Authorization failed"),
  INSUFFICIENT_QUOTA(403, "insufficient_quota", "OTP quota is insufficient"),
  INSUFFICIENT_TESTING_QUOTA(403, "insufficient_quota", "OTP testing quota is insufficient"),
  NOT_FOUND(404, "not_found", "Path not found"),
  OTP_NOT_FOUND(404, "otp_not_found", "OTP not found"),
  SESSION_NOT_FOUND(404, "session_not_found", "Session not found"),
  NO_ADMINISTRATION(404, "not_found", "There is no administration: SANDI_ADMIN_TOKEN is not set"),
  APP_NOT_FOUND(404, "app_not_found", "App not found"),
  KEY_NOT_FOUND(404, "key_not_found", "Key not found"),
  WEBHOOK_SECRET_NOT_FOUND(404, "webhook_secret_not_found", "Webhook secret not found"),
  TEMPLATE_NOT_FOUND(404, "template_not_found", "Template not found"),
  GATEWAY_NOT_FOUND(404, "gateway_not_found", "Gateway not found"),
  ENDPOINT_NOT_FOUND(404, "endpoint_not_found", "Endpoint not found"),
  DELIVERY_NOT_FOUND(404, "delivery_not_found", "Delivery not found"),
  REPLAY_NOT_FOUND(404, "replay_not_found", "Replay not found"),
  ERASURE_NOT_FOUND(404, "erasure_not_found", "Erasure not found"),
  BLOCK_NOT_FOUND(404, "block_not_found", "Block not found"),
  METHOD_NOT_ALLOWED(405, "method_not_allowed", "Method not allowed"),
  NOT_ACCEPTABLE(406, "not_acceptable", "Answers are application/json only"),
  REQUEST_TIMEOUT(408, "request_timeout", "Request should arrive within a few seconds"),
  IMPORT_TOO_SLOW(408, "import_too_slow", "An import should take half an hour at most"),
  MSISDN_BLOCKED(409, "msisdn_blocked", "Msisdn invalid: msisdn has been blocked"),
  IDEMPOTENCY_KEY_IN_USE(
      409,
      "idempotency_key_in_use",
      "Idempotency key invalid: the first request with it is still running"),
  APP_EXISTS(409, "app_exists", "There is an app of this id"),
  TOO_MANY_KEYS(409, "too_many_keys", "An app has at most 20 live keys"),
  TOO_MANY_TEST_NUMBERS(409, "too_many_test_numbers", "An app has at most 100 test numbers"),
  TOO_MANY_TEMPLATES(409, "too_many_templates", "An app has at most 100 templates"),
  TOO_MANY_WEBHOOK_SECRETS(409, "too_many_webhook_secrets", "An app signs with at most 5 secrets"),
  QUOTA_NOT_ADDED(
      409, "quota_not_added", "The app has no limit, or it would be more than 1000000000000"),
  GATEWAY_IN_USE(409, "gateway_in_use", "The gateway cannot be deleted"),
  DELIVERY_NOT_REPLAYABLE(
      409,
      "delivery_not_replayable",
      "The delivery's app is not known to the dispatcher, so nothing can be signed for it"),
  TOO_MANY_REPLAYS(409, "too_many_replays", "At most 8 replays run at a time"),
  TOO_MANY_ERASURES(409, "too_many_erasures", "At most 1000 erasures are under way at a time"),
  IMPORT_RUNNING(409, "import_running", "Another import is running"),
  PRECONDITION_FAILED(412, "precondition_failed", "The app was changed by somebody else"),
  ROUTES_CHANGED(412, "precondition_failed", "Gateways or routes were changed by somebody else"),
  PAYLOAD_TOO_LARGE(413, "payload_too_large", "Body should be at most 16 KiB"),
  ROUTES_TOO_LARGE(413, "payload_too_large", "Body should be at most 256 KiB"),
  REPORT_TOO_LARGE(413, "payload_too_large", "Body should be at most 64 KiB"),
  FILE_TOO_LARGE(413, "payload_too_large", "Body should be at most ", "200 MiB"),
  NO_CSV(415, "unsupported_media_type", "Content-Type should be text/csv in UTF-8"),
  UNSUPPORTED_MEDIA_TYPE(
      415, "unsupported_media_type", "Content-Type should be application/json in UTF-8"),
  IDEMPOTENCY_KEY_REUSED(
      422, "idempotency_key_reused", "Idempotency key invalid: it was used for another request"),
  INVALID_PARAMETERS(400, "invalid_fields", "", "limit should between 1-500"),
  INVALID_FIELDS(422, "invalid_fields", "", "name is required"),
  OTP_EXPIRED(422, "otp_expired", "OTP cannot be verified because Time limit exceeded"),
  RATE_LIMITED(429, "rate_limited", "Too many request in the allowed time frame"),
  TOO_MANY_ATTEMPTS(429, "too_many_attempts", "Too many request in the allowed time frame"),
  INTERNAL_ERROR(500, "internal_error", "Internal error"),
  UNAVAILABLE(503, "unavailable", "Service temporarily unavailable");

  private final int status;
  private final String slug;
  private final String prefix;
  private final String example;

  Fault(int status, String slug, String message) {
    this(status, slug, message, "");
  }

  /**
   * @param prefix what all messages of the kind begin with
   * @param example how one of them goes on
   */
  Fault(int status, String slug, String prefix, String example) {
    this.status = status;
    this.slug = slug;
    this.prefix = prefix;
    this.example = example;
  }

  /** What to answer. */
  public Refusal refusal() {
    return new Refusal(status, slug, message());
  }

  /** What to answer if {@code rule} is broken, for a kind of several messages. */
  public Refusal refusal(String rule) {
    return new Refusal(status, slug, prefix + rule);
  }

  public int status() {
    return status;
  }

  public String slug() {
    return slug;
  }

  /** The message, or an example of it. */
  public String message() {
    return prefix + example;
  }

  /** What every message begins with: all of it, if there is only one. */
  public String prefix() {
    return prefix;
  }
}
