package dev.sandi.ingress.app;

import java.time.Duration;
import java.util.List;

/**
 * How much an app may send, whatever its quota.
 *
 * @param requestsPerSecond requests in any second
 * @param resendWaits how long a number is left in peace after its first send, its second, …; the
 *     last one holds for all further sends; empty if a resend need not wait. They never shrink, so
 *     that a {@code Retry-After} is true
 * @param perHour sends to one number in any hour
 * @param perDay sends to one number in any 24 hours
 */
public record Limits(int requestsPerSecond, List<Duration> resendWaits, int perHour, int perDay) {

  public static final Limits DEFAULT =
      new Limits(
          50,
          List.of(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120)),
          5,
          10);

  public Limits {
    resendWaits = List.copyOf(resendWaits);
    for (int i = 1; i < resendWaits.size(); i++) {
      if (resendWaits.get(i).compareTo(resendWaits.get(i - 1)) < 0) {
        throw new IllegalArgumentException("resend waits should not shrink");
      }
    }
  }
}
