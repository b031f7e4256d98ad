package dev.sandi.processor.check;

import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.storage.Columns;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts messages and verifications from the sessions, ten minutes of them at a time and each once,
 * when their codes have had ten minutes to be verified. One copy at a time does it; requests and
 * verifications pay nothing for it. What is only tried, in the sandbox, is no traffic.
 */
@Component
public class CountTraffic {

  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final Duration RIPE = Duration.ofMinutes(10);

  /** How far back a message is looked for that makes the next one worth a row. */
  private static final Duration BEFORE = Duration.ofHours(12);

  private static final int MOST_SLICES = 6 * 24;

  private static final String MARK = "select counted_to from traffic_mark for update skip locked";

  /**
   * By prefix only what does not come once in a while; by the first digits all, which are enough
   * for a region. What is alone in its slice is looked for among the requests before it, one by one
   * (limit 1): a plan for all of them at once would read half a day.
   */
  private static final String COUNT =
      """
      select owner, whole, area, example, sent, verified
      from (
        select coalesce(a.owner, s.app_id) as owner, grouping(left(s.msisdn, -4)) as whole,
               coalesce(left(s.msisdn, -4), left(s.msisdn, 8)) as area, max(s.msisdn) as example,
               count(*) as sent, count(s.verified_at) as verified
        from sessions s left join apps a on a.app_id = s.app_id
        where s.session_id >= ? and s.session_id < ? and s.sent_at is not null
          and s.simulated_outcome is null and not s.sandbox
        group by grouping sets ((coalesce(a.owner, s.app_id), left(s.msisdn, -4)),
                                (coalesce(a.owner, s.app_id), left(s.msisdn, 8)))) c
      where sent > 1 or whole = 1
        or (select true from recent_requests r
            where r.prefix = nullif(c.area, '')::bigint and r.owner = c.owner
              and r.session_id >= ? and r.session_id < ?
            limit 1)
      """;

  private static final String ADD =
      """
      insert into traffic_hours as t (hour, owner, area, sent, verified)
      select ?, owner, area, sent, verified
      from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
           as n (owner, area, sent, verified)
      order by owner, area
      on conflict (hour, owner, area) do update
        set sent = t.sent + excluded.sent, verified = t.verified + excluded.verified
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final TrafficHistory history;
  private final Clock clock;

  CountTraffic(
      JdbcTemplate jdbc, TransactionOperations transactions, TrafficHistory history, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.history = history;
    this.clock = clock;
  }

  private record Row(String owner, String area, long sent, long verified) {}

  /** Counts all that is ripe, and reads what the checks compare with anew. */
  public Next count() {
    for (int slice = 0; slice < MOST_SLICES; slice++) {
      if (!Boolean.TRUE.equals(transactions.execute(status -> countNext()))) {
        break;
      }
    }
    history.reload();
    return Next.WHEN_WOKEN;
  }

  private boolean countNext() {
    List<@Nullable OffsetDateTime> marks =
        jdbc.query(MARK, (row, n) -> row.getObject("counted_to", OffsetDateTime.class));
    if (marks.isEmpty()) {
      return false;
    }
    Instant ripe = clock.instant().minus(RIPE).minus(SLICE);
    OffsetDateTime mark = marks.get(0);
    // What is older than a day when a service starts for the first time again is let go.
    Instant oldest = floor(ripe.minus(Duration.ofDays(1)));
    Instant from = mark == null || mark.toInstant().isBefore(oldest) ? oldest : mark.toInstant();
    if (from.isAfter(ripe)) {
      return false;
    }
    add(from, from.plus(SLICE));
    jdbc.update("update traffic_mark set counted_to = ?", Columns.time(from.plus(SLICE)));
    return true;
  }

  private void add(Instant from, Instant to) {
    Map<List<String>, Row> rows = new TreeMap<>(CountTraffic::compare);
    jdbc.query(
        COUNT,
        row -> {
          String owner = row.getString("owner");
          boolean whole = row.getInt("whole") == 1;
          long sent = row.getLong("sent");
          long verified = row.getLong("verified");
          if (whole) {
            String region = Regions.of(new PhoneNumber(row.getString("example"))).region();
            merge(rows, new Row(owner, region, sent, verified));
            merge(rows, new Row(owner, "*", sent, verified));
          } else {
            merge(rows, new Row(owner, row.getString("area"), sent, verified));
          }
        },
        UuidV7.lowerBound(from),
        UuidV7.lowerBound(to),
        UuidV7.lowerBound(from.minus(BEFORE)),
        UuidV7.lowerBound(from));
    List<Row> all = List.copyOf(rows.values());
    jdbc.update(
        ADD,
        UuidV7.lowerBound(from.truncatedTo(ChronoUnit.HOURS)),
        Columns.text(all, Row::owner),
        Columns.text(all, Row::area),
        Columns.text(all, Row::sent),
        Columns.text(all, Row::verified));
  }

  private static int compare(List<String> a, List<String> b) {
    int owners = a.get(0).compareTo(b.get(0));
    return owners != 0 ? owners : a.get(1).compareTo(b.get(1));
  }

  private static void merge(Map<List<String>, Row> rows, Row row) {
    rows.merge(
        List.of(row.owner(), row.area()),
        row,
        (a, b) -> new Row(a.owner(), a.area(), a.sent() + b.sent(), a.verified() + b.verified()));
  }

  private static Instant floor(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond() / SLICE.toSeconds() * SLICE.toSeconds());
  }
}
