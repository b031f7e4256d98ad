package dev.sandi.bench.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * How much happens, and when.
 *
 * @param start the first moment; a Monday at midnight UTC, so that a week has its weekend
 * @param days how long it lasts
 * @param perDay honest requests on a day, roughly; attacks are as large whatever it is
 */
public record Plan(long seed, Instant start, int days, int perDay) {

  /** A Monday. Fixed, so that a seed means the same traffic whenever it runs. */
  public static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  public Plan {
    if (days < 2 || perDay < 100) {
      throw new IllegalArgumentException("at least 2 days of at least 100 requests");
    }
  }

  Instant end() {
    return start.plus(Duration.ofDays(days));
  }

  /** The moment at a share of the whole time. */
  Instant at(double share) {
    return start.plusSeconds(Math.round(share * days * 86_400));
  }

  /** A stream of draws of its own for each name, so that one source more does not move the rest. */
  Draws draws(String name) {
    return new Draws(seed, name);
  }
}
