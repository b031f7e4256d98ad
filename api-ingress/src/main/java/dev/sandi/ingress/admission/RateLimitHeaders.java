package dev.sandi.ingress.admission;

import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.problem.Refusal;

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
    String resend =
        limits.resendWaits().isEmpty()
            ? ""
            : ", \"msisdn-resend\";q=1;w=" + limits.resendWaits().get(0).toSeconds();
    return "\"app\";q="
        + limits.requestsPerSecond()
        + ";w=1, \"msisdn-hour\";q="
        + limits.perHour()
        + ";w=3600, \"msisdn-day\";q="
        + limits.perDay()
        + ";w=86400"
        + resend;
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

  /**
   * 429, for what a rate of its number holds back: beside what is left, what is used up and for how
   * many seconds ({@code t}). {@code msisdn-resend} is the growing wait between two sends to a
   * number.
   */
  public static Refusal refusal(Decision.Limited limited, Limits limits) {
    Decision.Allowance left = limited.left();
    boolean isResend = left.app() > 0 && left.hour() > 0 && left.day() > 0;
    Refusal refusal = Refusal.rateLimited(limited.retryAfter());
    return refusal
        .header(POLICY, policy(limits))
        .header(
            LIMIT,
            left(left)
                + (isResend ? ", \"msisdn-resend\";r=0;t=" + refusal.header("Retry-After") : ""));
  }

  /** 429, for what the app's rate holds back. */
  public static Refusal refusal(Decision.AppLimited limited, Limits limits) {
    Decision.Allowance left = limited.left();
    return Refusal.rateLimited(limited.retryAfter())
        .header(POLICY, policy(limits))
        .header(LIMIT, left == null ? "\"app\";r=0" : left(left));
  }
}
