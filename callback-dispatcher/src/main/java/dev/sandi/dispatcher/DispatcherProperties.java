package dev.sandi.dispatcher;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How callbacks are delivered.
 *
 * @param retrySchedule pauses between attempts; there is one attempt more than there are pauses
 * @param deadline longest duration of one attempt, from the name's resolution to the last byte of
 *     the answer; 1 to 30 seconds
 * @param lease how long a copy may keep a delivery to itself; at least the deadline and 15 seconds
 * @param pollInterval longest time until a delivery that is due is noticed
 * @param inMemory most deliveries that a copy holds in memory; the others wait in the table
 * @param concurrency most attempts at once
 * @param concurrencyPerEndpoint most attempts at once at one app's origin
 * @param retention how long a day of deliveries is kept; at least twenty days, since a day must not
 *     be dropped before its deliveries have ended. A delivery ends within some 28 hours (the
 *     schedule and its jitter), but takes up to 12 days if each of ten retries is put off by a
 *     {@code Retry-After} of a day, and its record may have waited in its topic for a week
 */
@ConfigurationProperties("sandi.dispatcher")
public record DispatcherProperties(
    List<Duration> retrySchedule,
    Duration deadline,
    Duration lease,
    Duration pollInterval,
    int inMemory,
    int concurrency,
    int concurrencyPerEndpoint,
    Duration retention) {

  private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

  public DispatcherProperties {
    retrySchedule = List.copyOf(retrySchedule);
    check(!retrySchedule.isEmpty(), "retry-schedule should have at least one pause");
    check(
        retrySchedule.stream().allMatch(DispatcherProperties::isPositive),
        "retry-schedule should have positive pauses only");
    check(
        isPositive(deadline) && deadline.compareTo(Duration.ofSeconds(30)) <= 0,
        "deadline should be at most 30 seconds");
    check(
        lease.compareTo(deadline.plus(LEASE_MARGIN)) >= 0,
        "lease should be at least the deadline and 15 seconds");
    check(isPositive(pollInterval), "poll-interval should be positive");
    check(inMemory >= 2, "in-memory should be at least 2");
    check(concurrency >= 1, "concurrency should be at least 1");
    check(concurrencyPerEndpoint >= 1, "concurrency-per-endpoint should be at least 1");
    check(
        retention.compareTo(Duration.ofDays(20)) >= 0, "retention should be at least twenty days");
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new ConfigurationException("sandi.dispatcher." + rule);
    }
  }
}
