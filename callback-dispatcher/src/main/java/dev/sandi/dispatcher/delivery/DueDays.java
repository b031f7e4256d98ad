package dev.sandi.dispatcher.delivery;

import dev.sandi.storage.Columns;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Of which days anything is due: each has a partition with indexes of its own, and whoever claims
 * looks into those of all days that it names.
 */
final class DueDays {

  /** Days that are looked at one by one: those of the usual retention, and some. */
  private static final int DAYS_APART = 35;

  private static final UUID LAST = new UUID(-1, -1);

  /** From the first to the last day of which something is due, by their numbers. */
  private static final String DUE_DAYS =
      """
      select min(n) as earliest, max(n) as latest
      from unnest(?::uuid[], ?::uuid[]) with ordinality as day (begins, ends, n)
      cross join lateral (
        select from deliveries
        where event_id >= day.begins and event_id < day.ends
          and state = 'pending' and not in_hand and bulk = ?
          and coalesce(lease_until, next_attempt_at) <= ?
        order by bulk, coalesce(lease_until, next_attempt_at)
        limit 1) as due
      having count(*) > 0
      """;

  private final JdbcTemplate jdbc;

  DueDays(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Ids of events of some days.
   *
   * @param begins the least id
   * @param ends the least that is greater
   */
  record Days(UUID begins, UUID ends) {}

  /**
   * All days on which something is due, and those between; empty if nothing is.
   *
   * @param bulk of what is replayed in bulk, or of all else
   */
  Optional<Days> of(boolean bulk, Instant now) {
    List<Days> days = days(now);
    return jdbc
        .query(
            DUE_DAYS,
            (row, number) ->
                new Days(
                    days.get(row.getInt("earliest") - 1).begins(),
                    days.get(row.getInt("latest") - 1).ends()),
            Columns.uuids(days, Days::begins),
            Columns.uuids(days, Days::ends),
            bulk,
            Columns.time(now))
        .stream()
        .findFirst();
  }

  /** Every day of the last weeks, all before as one, and all to come as one. */
  private static List<Days> days(Instant now) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    List<Days> days = new ArrayList<>();
    UUID begins = new UUID(0, 0);
    for (int ago = DAYS_APART; ago >= 0; ago--) {
      UUID ends = UuidV7.lowerBound(today.minus(ago, ChronoUnit.DAYS));
      days.add(new Days(begins, ends));
      begins = ends;
    }
    days.add(new Days(begins, LAST));
    return days;
  }
}
