package dev.sandi.dispatcher.inspect;

import dev.sandi.storage.Columns;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.UuidV7;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Deliveries and attempts as they are shown: numbers masked, and URLs without their query. */
@Component
class DeliveryViews {

  private static final String COLUMNS =
      """
      event_id, deliveries.app_id, session_id, type, url, endpoint_id, gate, state, attempts,
      next_attempt_at, claim_id is not null as claimed, last_status, last_error, end_reason,
      deliveries.created_at, ended_at
      """;

  private static final String LIST =
      "select "
          + COLUMNS
          + " from deliveries join endpoints on endpoints.id = endpoint_id"
          + " where event_id = any (?::uuid[]) order by event_id desc";

  /** With the first event of its session that has to be told before it. */
  private static final String FIND =
      "select "
          + COLUMNS
          + """
          , body, (
            select earlier.event_id from deliveries earlier
            where earlier.session_id = deliveries.session_id and earlier.state = 'pending'
              and earlier.waited and earlier.seq < deliveries.seq
            order by earlier.seq limit 1) as held_back_by
          from deliveries join endpoints on endpoints.id = endpoint_id where event_id = ?
          """;

  /** More than any schedule has; what is replayed again and again may have more. */
  private static final int MOST_ATTEMPTS = 200;

  private static final String ATTEMPTS =
      "select * from recorded_attempts where delivery_id = ? order by number desc limit "
          + MOST_ATTEMPTS;

  private final JdbcTemplate jdbc;

  DeliveryViews(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** These deliveries, the newest event first. */
  List<DeliveryView> list(List<UUID> ids) {
    return jdbc.query(
        LIST, (row, number) -> view(row, null, null), (Object) Columns.text(ids, id -> id));
  }

  /** One, with its body and its attempts. */
  Optional<DeliveryView> find(UUID id) {
    return jdbc
        .query(
            FIND,
            (row, number) -> {
              Told told = Told.of(new String(row.getBytes("body"), StandardCharsets.UTF_8));
              return view(row, told.body(), attempts(id, told));
            },
            id)
        .stream()
        .findFirst();
  }

  private List<AttemptView> attempts(UUID id, Told told) {
    return jdbc.query(ATTEMPTS, (row, number) -> attempt(row, told), id);
  }

  private static DeliveryView view(
      ResultSet row, @Nullable Object body, @Nullable List<AttemptView> attempts)
      throws SQLException {
    UUID id = row.getObject("event_id", UUID.class);
    String error = row.getString("last_error");
    Integer status = row.getObject("last_status", Integer.class);
    boolean pending = row.getString("state").equals("pending");
    String end = row.getString("end_reason");
    UUID heldBackBy =
        pending && attempts != null ? row.getObject("held_back_by", UUID.class) : null;
    return new DeliveryView(
        id,
        row.getString("app_id"),
        row.getObject("session_id", UUID.class),
        row.getString("type"),
        new CallbackUrl(row.getString("url")).toString(),
        row.getLong("endpoint_id"),
        row.getString("state"),
        row.getInt("attempts"),
        UuidV7.instantOf(id),
        time(row, "created_at"),
        time(row, "ended_at"),
        pending ? time(row, "next_attempt_at") : null,
        pending ? Wait.of(row.getString("gate"), row.getBoolean("claimed"), heldBackBy) : null,
        heldBackBy,
        status,
        error,
        ErrorInWords.of(error, status, null),
        end,
        EndInWords.of(end),
        body,
        attempts);
  }

  private static AttemptView attempt(ResultSet row, Told told) throws SQLException {
    String error = row.getString("error");
    Integer status = row.getObject("http_status", Integer.class);
    String phase = row.getString("phase");
    return new AttemptView(
        row.getInt("number"),
        time(row, "started_at"),
        row.getInt("duration_ms"),
        row.getObject("dns_ms", Integer.class),
        row.getObject("connect_ms", Integer.class),
        row.getObject("tls_ms", Integer.class),
        row.getObject("first_byte_ms", Integer.class),
        row.getObject("reused", Boolean.class),
        phase,
        status,
        error,
        ErrorInWords.of(error, status, phase),
        told.masked(row.getString("answer_head")));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
