package dev.sandi.processor.check;

import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What areas usually have, as every copy keeps it in memory: only those that ever had more than a
 * few in an hour. The table is the truth; {@link #reload()} reads it anew.
 */
@Component
class TrafficHistory {

  static final Duration KEPT = Duration.ofDays(14);

  /** Below it, neither a burst nor a conversion is looked at. */
  private static final int NOTABLE = 5;

  private static final String READ =
      """
      select owner, area, hour, sent, verified from traffic_hours
      where (owner, area) in (
        select owner, area from traffic_hours where hour >= ?
        group by owner, area having max(sent) >= ?)
        and hour >= ?
      """;

  private final JdbcTemplate jdbc;
  private final Clock clock;
  private volatile @Nullable Map<Area, NavigableMap<Instant, Count>> areas;

  TrafficHistory(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** An area of an owner's traffic: digits of a prefix, a region, or {@code *}. */
  record Area(String owner, String name) {}

  /** Messages that were sent, and those of them whose codes were verified. */
  record Count(long sent, long verified) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      return new Count(sent + other.sent, verified + other.verified);
    }
  }

  /** Most messages in one whole hour of the last 14 days. */
  long busiestHour(String owner, String area) {
    return hours(owner, area).values().stream().mapToLong(Count::sent).max().orElse(0);
  }

  /** What was counted from some hour on, up to another. */
  Count between(String owner, String area, Instant from, Instant to) {
    return hours(owner, area)
        .subMap(from.truncatedTo(ChronoUnit.HOURS), true, to, false)
        .values()
        .stream()
        .reduce(Count.NONE, Count::plus);
  }

  private NavigableMap<Instant, Count> hours(String owner, String area) {
    Map<Area, NavigableMap<Instant, Count>> known = areas;
    if (known == null) {
      known = reload();
    }
    return known.getOrDefault(new Area(owner, area), new TreeMap<>());
  }

  /** Reads the table. */
  Map<Area, NavigableMap<Instant, Count>> reload() {
    Map<Area, NavigableMap<Instant, Count>> fresh = new HashMap<>();
    UUID from = UuidV7.lowerBound(clock.instant().minus(KEPT));
    jdbc.query(
        READ,
        row -> {
          fresh
              .computeIfAbsent(
                  new Area(row.getString("owner"), row.getString("area")), area -> new TreeMap<>())
              .put(
                  UuidV7.instantOf(row.getObject("hour", UUID.class)),
                  new Count(row.getLong("sent"), row.getLong("verified")));
        },
        from,
        NOTABLE,
        from);
    areas = fresh;
    return fresh;
  }
}
