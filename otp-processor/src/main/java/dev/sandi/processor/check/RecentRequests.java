package dev.sandi.processor.check;

import dev.sandi.storage.Columns;
import dev.sandi.value.CheckSetting;
import dev.sandi.value.UuidV7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * What was asked for lately. Numbers on both sides of an edge between two partitions of the topic
 * may be handled by two copies at once: those near it take turns, up to the commit.
 */
@Repository
class RecentRequests {

  /** Longest window of any setting. */
  static final Duration LONGEST = Duration.ofHours(12);

  /** What waited longer than the longest life of a code is never sent, and not looked at. */
  static final Duration STALE = Duration.ofHours(24);

  /** As in the key of the topic: the numbers that one partition has in order. */
  private static final long IN_ORDER = 1000;

  /** Away from the keys of other advisory locks in this database, which are of 32 bits. */
  private static final long EDGES = 1L << 62;

  private static final String TAKE_TURNS =
      "select count(pg_advisory_xact_lock(edge)) from unnest(?::bigint[]) as edge";

  private static final String ADD_AND_LOOK_BACK =
      """
      with added as (
        insert into recent_requests (session_id, owner, number, prefix, requested_at, asked)
        select session, owner, number, prefix, requested, asked
        from unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::int[])
             as n (session, owner, number, prefix, requested, asked)
      )
      select owner, number, session_id, micros, verified_micros
      from look_back(?::bigint[], ?::bigint[], ?::bigint[], ?::int[], ?, ?, ?, ?, ?)
      """;

  private final JdbcTemplate jdbc;

  RecentRequests(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds requests, within the caller's transaction, and returns what was there before them.
   *
   * @param asked the checks that are asked about each, as bits
   */
  History add(List<Asked> requests, java.util.function.ToIntFunction<Asked> asked) {
    if (requests.isEmpty()) {
      return History.of(List.of());
    }
    takeTurns(requests);
    Instant first = requests.stream().map(Asked::at).min(Instant::compareTo).orElseThrow();
    Instant last = requests.stream().map(Asked::at).max(Instant::compareTo).orElseThrow();
    List<LookBack> looks = LookBack.of(requests, RecentRequests::distance);
    return History.of(
        jdbc.query(
            ADD_AND_LOOK_BACK,
            (row, n) -> seen(row),
            Columns.text(requests, Asked::session),
            Columns.text(requests, Asked::owner),
            Columns.text(requests, Asked::number),
            Columns.text(requests, Asked::prefix),
            Columns.text(requests, Asked::at),
            Columns.integers(requests, asked::applyAsInt),
            Columns.text(looks, LookBack::prefix),
            Columns.text(looks, LookBack::low),
            Columns.text(looks, LookBack::high),
            Columns.integers(looks, LookBack::few),
            Columns.time(first.minus(LONGEST)),
            Columns.time(first.minus(Bursts.WITHIN)),
            UuidV7.lowerBound(first.minus(LONGEST).minus(Duration.ofHours(1))),
            UuidV7.lowerBound(last.plus(STALE)),
            History.MOST));
  }

  private static Seen seen(ResultSet row) throws SQLException {
    long verified = row.getLong("verified_micros");
    return new Seen(
        row.getString("owner"),
        row.getLong("number"),
        Instant.EPOCH.plus(row.getLong("micros"), ChronoUnit.MICROS),
        row.getObject("session_id", UUID.class),
        verified == 0 ? null : Instant.EPOCH.plus(verified, ChronoUnit.MICROS));
  }

  /** In one order everywhere, so that no two wait for each other. */
  private void takeTurns(List<Asked> requests) {
    Set<Long> edges = new TreeSet<>();
    for (Asked one : requests) {
      long distance = distance(one);
      for (long edge = Math.max(0, one.number() - distance) / IN_ORDER + 1;
          edge <= (one.number() + distance) / IN_ORDER;
          edge++) {
        edges.add(EDGES | edge);
      }
    }
    if (!edges.isEmpty()) {
      jdbc.queryForObject(
          TAKE_TURNS, Long.class, (Object) Columns.text(List.copyOf(edges), edge -> edge));
    }
  }

  /** How far a request sees. */
  private static long distance(Asked asked) {
    return Math.max(
            asked.policy().number(CheckSetting.SEQUENTIAL_WINDOW),
            asked.policy().number(CheckSetting.SEQUENTIAL_SLOW_WINDOW))
        - 1L;
  }
}
