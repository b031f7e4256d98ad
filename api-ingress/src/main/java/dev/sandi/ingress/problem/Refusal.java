package dev.sandi.ingress.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A request is not served. Message and slug are the contract; nothing of the request is in them.
 *
 * <p>Carries no stack trace: a refusal is an answer and not a fault of ours.
 */
public final class Refusal extends RuntimeException {

  private static final Duration SOON = Duration.ofSeconds(2);

  private final int status;
  private final String slug;
  private final transient Map<String, String> headers;
  private final transient Map<String, Object> details;

  private Refusal(
      int status,
      String slug,
      String message,
      Map<String, String> headers,
      Map<String, Object> details) {
    super(message, null, false, false);
    this.status = status;
    this.slug = slug;
    this.headers = headers;
    this.details = details;
  }

  public Refusal(int status, String slug, String message) {
    this(status, slug, message, Map.of(), Map.of());
  }

  /** What a status says when nothing more is known than that. */
  public static Refusal of(int status) {
    return switch (status) {
      case 401 -> Fault.AUTHORIZATION_FAILED.refusal();
      case 404 -> Fault.NOT_FOUND.refusal();
      case 405 -> Fault.METHOD_NOT_ALLOWED.refusal();
      case 406 -> Fault.NOT_ACCEPTABLE.refusal();
      case 408 -> Fault.REQUEST_TIMEOUT.refusal();
      case 413 -> Fault.PAYLOAD_TOO_LARGE.refusal();
      case 415 -> Fault.UNSUPPORTED_MEDIA_TYPE.refusal();
      case 503 -> Fault.UNAVAILABLE.refusal().retryAfter(SOON);
      default ->
          status < 500
              ? new Refusal(
                  status,
                  Fault.INVALID_REQUEST.slug(),
                  Fault.INVALID_REQUEST.prefix() + "it is not proper HTTP")
              : new Refusal(status, Fault.INTERNAL_ERROR.slug(), Fault.INTERNAL_ERROR.message());
    };
  }

  /** 400, for a request that cannot be read. */
  public static Refusal invalidRequest(String reason) {
    return Fault.INVALID_REQUEST.refusal(reason);
  }

  /** 401: unknown app, wrong key and suspended app are told alike. */
  public static Refusal unauthorized() {
    return of(401);
  }

  /** 409: the number is on the blocklist. */
  public static Refusal blocked() {
    return Fault.MSISDN_BLOCKED.refusal();
  }

  /** 403: the quota is used up; of an app that is only trying, it is one for testing. */
  public static Refusal insufficientQuota(boolean testing) {
    return (testing ? Fault.INSUFFICIENT_TESTING_QUOTA : Fault.INSUFFICIENT_QUOTA).refusal();
  }

  /** 429: after exactly {@code wait}, or its next whole second, there is room again. */
  public static Refusal rateLimited(Duration wait) {
    return Fault.RATE_LIMITED.refusal().retryAfter(wait);
  }

  /** 503: something that is needed is away, and trying again soon may help. */
  public static Refusal unavailable() {
    return of(503);
  }

  /**
   * The same, with a header {@code Retry-After} in whole seconds, at least 1 (RFC 9110, 10.2.3).
   */
  public Refusal retryAfter(Duration wait) {
    return header(
        "Retry-After", String.valueOf(Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
  }

  /** The same, with one more header. */
  public Refusal header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Refusal(status, slug, message(), more, details);
  }

  /** The value of one of its headers; null if it has none of that name. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The same, with one more field in the body unless it has no value. */
  public Refusal detail(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new Refusal(status, slug, message(), headers, more);
  }

  /** The refusal that made a stage fail; empty if something else did. */
  public static Optional<Refusal> in(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Refusal refusal ? Optional.of(refusal) : Optional.empty();
  }

  public int status() {
    return status;
  }

  public String slug() {
    return slug;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /** Response headers beside those that every answer has. */
  public Map<String, String> headers() {
    return headers;
  }

  Map<String, Object> details() {
    return details;
  }
}
