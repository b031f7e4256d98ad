package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.endpoint.EndpointsController.Health;
import dev.sandi.dispatcher.endpoint.EndpointsController.View;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Endpoints as administrators see them. */
@Component
class EndpointViews {

  /** Counting stops early, since a million may wait. */
  private static final String VIEW =
      """
      select id, origin, gate, gate_reason, gate_since, gate_until, failing_since,
             (select count(*) from (
                select from deliveries
                where endpoint_id = endpoints.id and state = 'pending' and not in_hand limit 1000) as waiting
             ) as pending
      from endpoints where app_id = ?
      """;

  private static final String SHUT =
      VIEW + " and gate <> 'open' order by gate_since desc nulls last, id limit ?";

  private static final String GATES =
      "select gate, count(*) as endpoints from endpoints where app_id = ? group by gate";

  /**
   * Two looks into the index of each day for each endpoint, however much waits for it. Those that
   * are shut first: an app may have called more origins than can be looked at.
   */
  private static final String OLDEST_DUE =
      """
      select min(first.due_at) from (
        select id from endpoints where app_id = ? order by (gate <> 'open') desc, id desc limit ?
      ) as endpoint
      cross join (values (false), (true)) as kind (bulk)
      cross join lateral (
        select coalesce(lease_until, next_attempt_at) as due_at from deliveries
        where endpoint_id = endpoint.id and state = 'pending' and not in_hand
          and deliveries.bulk = kind.bulk
        order by coalesce(lease_until, next_attempt_at) limit 1
      ) as first
      """;

  private static final int MOST_SHUT = 100;
  private static final int MOST_LOOKED_AT = 200;

  private final JdbcTemplate jdbc;
  private final Clock clock;

  EndpointViews(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Health health(String app) {
    Map<String, Integer> gates = new HashMap<>();
    for (Gate gate : Gate.values()) {
      gates.put(gate.slug(), 0);
    }
    jdbc.query(
        GATES,
        row -> {
          gates.replace(row.getString("gate"), row.getInt("endpoints"));
        },
        app);
    OffsetDateTime due = jdbc.queryForObject(OLDEST_DUE, OffsetDateTime.class, app, MOST_LOOKED_AT);
    return new Health(
        gates,
        due == null
            ? 0
            : Math.max(0, Duration.between(due.toInstant(), clock.instant()).toSeconds()),
        jdbc.query(SHUT, (row, number) -> view(row), app, MOST_SHUT));
  }

  List<View> list(String app, long after, int most) {
    return jdbc.query(
        VIEW + " and id > ? order by id limit ?", (row, number) -> view(row), app, after, most);
  }

  Optional<View> find(String app, long id) {
    return jdbc.query(VIEW + " and id = ?", (row, number) -> view(row), app, id).stream()
        .findFirst();
  }

  private static View view(ResultSet row) throws SQLException {
    return new View(
        row.getLong("id"),
        row.getString("origin"),
        row.getString("gate"),
        row.getString("gate_reason"),
        time(row, "gate_since"),
        time(row, "gate_until"),
        time(row, "failing_since"),
        row.getInt("pending"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
