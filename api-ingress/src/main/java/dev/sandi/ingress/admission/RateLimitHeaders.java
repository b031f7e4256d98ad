package dev.sandi.ingress.admission;

import dev.sandi.ingress.app.Limits;

/**
 * The header fields {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10).
 */
public final class RateLimitHeaders {

  public static final String POLICY = "RateLimit-Policy";
  public static final String LIMIT = "RateLimit";

  private RateLimitHeaders() {}

  /** The policies of an app: how many sends ({@code q}) in how many seconds ({@code w}). */
  public static String policy(Limits limits) {
    return "\"app\";q="
        + limits.requestsPerSecond()
        + ";w=1, \"msisdn-hour\";q="
        + limits.perHour()
        + ";w=3600, \"msisdn-day\";q="
        + limits.perDay()
        + ";w=86400";
  }

  /** What is left of each policy ({@code r}). */
  public static String left(Decision.Allowance left) {
    return "\"app\";r="
        + left.app()
        + ", \"msisdn-hour\";r="
        + left.hour()
        + ", \"msisdn-day\";r="
        + left.day();
  }
}
