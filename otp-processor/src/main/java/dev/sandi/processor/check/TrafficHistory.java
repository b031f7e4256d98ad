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
 * few in an hour, or have had on the last day, and of these the hours before the last day as one.
 * The table is the truth; {@link #reload()} reads it anew.
 */
@Component
class TrafficHistory {

  static final Duration KEPT = Duration.ofDays(14);

  /** Below it, neither a burst nor a conversion is looked at. */
  private static final int NOTABLE = 5;

  /** The longest that a check calls now. */
  private static final Duration LATELY = Duration.ofHours(24);

  private static final String READ =
      """
      select owner, area, greatest(hour, ?) as since, sum(sent) as sent, sum(verified) as verified,
             max(sent) as busiest
      from traffic_hours
      where (owner, area) in (
        select owner, area from traffic_hours where hour >= ?
        group by owner, area
        having max(sent) >= ? or sum(sent) filter (where hour > ?) >= ?)
        and hour >= ?
      group by owner, area, since
      """;

  private final JdbcTemplate jdbc;
  private final Clock clock;
  private volatile @Nullable Map<Area, Hours> areas;

  TrafficHistory(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** An area of an owner's traffic: digits of a prefix, a region, or {@code *}. */
  record Area(String owner, String name) {}

  /** Messages that were sent, and those of them whose codes were verified. */
  record Count(long sent, long verified) {
    static final Count NONE = new Count(0, 0);

    /** Verified of those sent; 0 if they are fewer than to be known. */
    double rate(long known) {
      return sent < known ? 0 : (double) verified / sent;
    }

    Count plus(Count other) {
      return new Count(sent + other.sent, verified + other.verified);
    }
  }

  /** What an area had, by the hour; what is older is told as of one hour. */
  private static final class Hours {
    private final NavigableMap<Instant, Count> counts = new TreeMap<>();
    private long busiest;

    void put(Instant hour, Count count, long most) {
      counts.put(hour, count);
      busiest = Math.max(busiest, most);
    }
  }

  /** Most messages in one whole hour of the last 14 days. */
  long busiestHour(String owner, String area) {
    return hours(owner, area).busiest;
  }

  /**
   * What was counted from some hour on, up to another: exact within the last 24 hours, and else all
   * that is older, or nothing of it.
   */
  Count between(String owner, String area, Instant from, Instant to) {
    return hours(owner, area)
        .counts
        .subMap(from.truncatedTo(ChronoUnit.HOURS), true, to, false)
        .values()
        .stream()
        .reduce(Count.NONE, Count::plus);
  }

  private Hours hours(String owner, String area) {
    Map<Area, Hours> known = areas;
    if (known == null) {
      known = reload();
    }
    return known.getOrDefault(new Area(owner, area), new Hours());
  }

  /** Reads the table. */
  Map<Area, Hours> reload() {
    Map<Area, Hours> fresh = new HashMap<>();
    Instant now = clock.instant();
    UUID from = UuidV7.lowerBound(now.minus(KEPT));
    UUID old =
        UuidV7.lowerBound(
            now.minus(LATELY).truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1)));
    jdbc.query(
        READ,
        row -> {
          Area area = new Area(row.getString("owner"), row.getString("area"));
          Instant hour = UuidV7.instantOf(row.getObject("since", UUID.class));
          Count count = new Count(row.getLong("sent"), row.getLong("verified"));
          fresh.computeIfAbsent(area, a -> new Hours()).put(hour, count, row.getLong("busiest"));
        },
        old,
        from,
        NOTABLE,
        old,
        NOTABLE,
        from);
    areas = fresh;
    return fresh;
  }
}
