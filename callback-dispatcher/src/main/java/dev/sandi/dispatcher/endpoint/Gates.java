package dev.sandi.dispatcher.endpoint;

import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The states of endpoints, which stand on their rows. */
@Component
class Gates {

  private static final String IN_TROUBLE =
      "select * from endpoints where gate <> 'open' or failing_since is not null";

  /** In one order on every copy, so that two of them do not wait for each other. */
  private static final String LOCK =
      "select * from endpoints where id = any (?) order by id for update";

  private static final String WRITE =
      """
      update endpoints e
      set gate = s.gate, gate_reason = s.reason, gate_since = s.since, gate_until = s.until,
          probes = s.probes, failing_since = s.failing_since, failed_at = s.failed_at,
          failing_ms = s.failing_ms, notices = s.notices
      from unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::int[],
                  ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::int[])
           as s (id, gate, reason, since, until, probes, failing_since, failed_at, failing_ms,
                 notices)
      where e.id = any (?) and e.id = s.id
      """;

  private final JdbcTemplate jdbc;

  Gates(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** All endpoints that are not well. */
  Map<Long, EndpointState> inTrouble() {
    return states(IN_TROUBLE);
  }

  /** Locks endpoints until the end of the caller's transaction. */
  Map<Long, EndpointState> lock(Collection<Long> ids) {
    return states(LOCK, (Object) ids.toArray(Long[]::new));
  }

  /** What endpoints there are of these ids. */
  Map<Long, Endpoint> endpoints(List<Long> ids) {
    Map<Long, Endpoint> endpoints = new HashMap<>();
    jdbc.query(
        "select id, app_id, origin from endpoints where id = any (?)",
        row -> {
          endpoints.put(
              row.getLong("id"),
              new Endpoint(new AppId(row.getString("app_id")), row.getString("origin")));
        },
        (Object) ids.toArray(Long[]::new));
    return endpoints;
  }

  void write(Map<Long, EndpointState> states) {
    List<Map.Entry<Long, EndpointState>> rows = List.copyOf(states.entrySet());
    jdbc.update(
        WRITE,
        Columns.text(rows, Map.Entry::getKey),
        Columns.text(rows, row -> row.getValue().gate().slug()),
        Columns.text(rows, row -> row.getValue().reason()),
        Columns.text(rows, row -> row.getValue().since()),
        Columns.text(rows, row -> row.getValue().until()),
        Columns.integers(rows, row -> row.getValue().probes()),
        Columns.text(rows, row -> row.getValue().failingSince()),
        Columns.text(rows, row -> row.getValue().failedAt()),
        Columns.text(rows, row -> row.getValue().failing().toMillis()),
        Columns.integers(rows, row -> row.getValue().notices()),
        states.keySet().toArray(Long[]::new));
  }

  private Map<Long, EndpointState> states(String sql, Object... arguments) {
    Map<Long, EndpointState> states = new HashMap<>();
    jdbc.query(
        sql,
        row -> {
          states.put(row.getLong("id"), state(row));
        },
        arguments);
    return states;
  }

  private static EndpointState state(ResultSet row) throws SQLException {
    return new EndpointState(
        Gate.of(row.getString("gate")),
        row.getString("gate_reason"),
        time(row, "gate_since"),
        time(row, "gate_until"),
        row.getInt("probes"),
        time(row, "failing_since"),
        time(row, "failed_at"),
        Duration.ofMillis(row.getLong("failing_ms")),
        row.getInt("notices"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
