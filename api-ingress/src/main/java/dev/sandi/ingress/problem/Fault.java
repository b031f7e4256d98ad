package dev.sandi.ingress.problem;

/**
 * What requests are refused for. Answers come from this table and so does their documentation:
 * status, slug and message are the contract.
 *
 * <p>Of a kind such as {@link #INVALID_MSISDN} there are several messages, one for each rule, that
 * begin alike; the table has the one that is shown.
 */
public enum Fault {
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
  METHOD_NOT_ALLOWED(405, "method_not_allowed", "Method not allowed"),
  NOT_ACCEPTABLE(406, "not_acceptable", "Answers are application/json only"),
  REQUEST_TIMEOUT(408, "request_timeout", "Request should arrive within a few seconds"),
  MSISDN_BLOCKED(409, "msisdn_blocked", "Msisdn invalid: msisdn has been blocked"),
  IDEMPOTENCY_KEY_IN_USE(
      409,
      "idempotency_key_in_use",
      "Idempotency key invalid: the first request with it is still running"),
  PAYLOAD_TOO_LARGE(413, "payload_too_large", "Body should be at most 16 KiB"),
  UNSUPPORTED_MEDIA_TYPE(
      415, "unsupported_media_type", "Content-Type should be application/json in UTF-8"),
  IDEMPOTENCY_KEY_REUSED(
      422, "idempotency_key_reused", "Idempotency key invalid: it was used for another request"),
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
