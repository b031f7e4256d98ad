package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Replays by filter, in Postgres. */
final class Replays {

  static final int MOST_RUNNING = 8;

  /** Takes a slot that is free; of two that take the same one, the second finds none. */
  private static final String BEGIN =
      """
      insert into replays (id, filter, rate, state, slot, cursor_id, counted_id, last_id, paced_at,
                           next_at, created_at)
      select ?, ?::jsonb, ?, 'running', slot, ?, ?, ?, now, now, now
      from generate_series(1, ?) as slot
      cross join (select cast(? as timestamptz) as now) as clock
      where not exists (select from replays r where r.state = 'running' and r.slot = slot.slot)
      order by slot limit 1
      on conflict (slot) where state = 'running' do nothing
      returning *
      """;

  private static final String TAKE_TURN =
      """
      select * from replays where state = 'running' and next_at <= ?
      order by next_at limit 1
      for update skip locked
      """;

  private static final String ADVANCE =
      """
      update replays
      set state = ?, cursor_id = ?, counted_id = ?, paced_at = ?, next_at = ?, total = ?,
          matched = ?, replayed = ?, ended_at = ?
      where id = ?
      """;

  /** Waits for the batch that is under way, which is short, and lets none follow. */
  private static final String CANCEL =
      "update replays set state = 'cancelled', ended_at = ? where id = ? and state = 'running'";

  private final JdbcTemplate jdbc;

  Replays(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Begins a replay.
   *
   * @param before the id before the first that is looked at
   * @param last the last id that is looked at
   * @return empty if as many run as may
   */
  Optional<Replay> begin(
      UUID id, DeliveryFilter filter, int rate, UUID before, UUID last, Instant now) {
    for (int tries = 0; tries < MOST_RUNNING; tries++) {
      List<Replay> begun =
          jdbc.query(
              BEGIN,
              (row, number) -> replay(row),
              id,
              StoredFilters.write(filter),
              rate,
              before,
              before,
              last,
              MOST_RUNNING,
              Columns.time(now));
      if (!begun.isEmpty()) {
        return Optional.of(begun.get(0));
      }
    }
    return Optional.empty();
  }

  /** The replay whose turn it is, locked until the caller's transaction ends. */
  Optional<Replay> takeTurn(Instant now) {
    return jdbc.query(TAKE_TURN, (row, number) -> replay(row), Columns.time(now)).stream()
        .findFirst();
  }

  /** Writes how far a replay is. */
  void advance(Replay replay, Instant nextTurn) {
    jdbc.update(
        ADVANCE,
        replay.state().slug(),
        replay.cursor(),
        replay.counted(),
        Columns.time(replay.usedUntil()),
        Columns.time(nextTurn),
        replay.total(),
        replay.matched(),
        replay.replayed(),
        replay.endedAt() == null ? null : Columns.time(replay.endedAt()),
        replay.id());
  }

  /** Ends a replay, unless it has ended. */
  void cancel(UUID id, Instant now) {
    jdbc.update(CANCEL, Columns.time(now), id);
  }

  Optional<Replay> find(UUID id) {
    return jdbc
        .query("select * from replays where id = ?", (row, number) -> replay(row), id)
        .stream()
        .findFirst();
  }

  /** Newest first. */
  List<Replay> list(@Nullable UUID after, int most) {
    return jdbc.query(
        "select * from replays where id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')"
            + " order by id desc limit ?",
        (row, number) -> replay(row),
        after,
        most);
  }

  /** Deletes what ended long ago. */
  void forget(Instant now, Duration retention) {
    jdbc.update(
        "delete from replays where state <> 'running' and ended_at < ?",
        Columns.time(now.minus(retention)));
  }

  private static Replay replay(ResultSet row) throws SQLException {
    return new Replay(
        row.getObject("id", UUID.class),
        StoredFilters.fields(row.getString("filter")),
        row.getInt("rate"),
        Replay.State.of(row.getString("state")),
        row.getObject("cursor_id", UUID.class),
        row.getObject("counted_id", UUID.class),
        row.getObject("last_id", UUID.class),
        Objects.requireNonNull(time(row, "paced_at")),
        row.getLong("total"),
        row.getLong("matched"),
        row.getLong("replayed"),
        Objects.requireNonNull(time(row, "created_at")),
        time(row, "ended_at"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
