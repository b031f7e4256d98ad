package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.endpoint.EndpointsController.View;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
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

  private final JdbcTemplate jdbc;

  EndpointViews(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
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
