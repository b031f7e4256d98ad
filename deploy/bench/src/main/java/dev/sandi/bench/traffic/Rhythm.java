package dev.sandi.bench.traffic;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When people are awake: how many ask at a time, 1 being the mean of a week. */
final class Rhythm {

  /** By the hour of the place. */
  private static final double[] HOURS = {
    0.35, 0.2, 0.12, 0.1, 0.15, 0.35, 0.7, 1.0, 1.3, 1.4, 1.4, 1.45,
    1.5, 1.4, 1.3, 1.25, 1.25, 1.3, 1.45, 1.7, 1.8, 1.6, 1.1, 0.65
  };

  private static final double WEEKEND = 0.86;

  /** No time is busier. */
  static final double MOST = 1.7;

  private Rhythm() {}

  static double at(Instant instant, ZoneId zone) {
    ZonedDateTime there = instant.atZone(zone);
    double hour = HOURS[there.getHour()];
    boolean weekend = there.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    return 0.931 * hour * (weekend ? WEEKEND : 1);
  }
}
