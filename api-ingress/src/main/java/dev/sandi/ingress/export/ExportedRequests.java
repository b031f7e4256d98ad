package dev.sandi.ingress.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.UuidV7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Requests of an app with what happened to them, the oldest first and in pages. */
@Repository
class ExportedRequests {

  private static final String PAGE =
      """
      select * from requests where app_id = ? and id > ? and id < ? order by id limit ?
      """;

  private static final String EVENTS =
      """
      select session_id, type, at, details from timeline
      where session_id = any (?::uuid[]) order by session_id, at, event_id
      """;

  private final JdbcTemplate jdbc;

  ExportedRequests(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What happened to a session. */
  record Event(String type, Instant at, @JsonRawValue String details) {}

  /**
   * A request, accepted or refused.
   *
   * @param id the session's id; the request's own if it was refused
   * @param msisdn in clear: it is the app's data. Absent if it could not be read, or was erased
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Request(
      UUID id,
      Instant requestedAt,
      int httpStatus,
      String status,
      @Nullable String error,
      @Nullable String reason,
      @Nullable String msisdn,
      @Nullable String challenge,
      @Nullable Integer timeLimit,
      @Nullable Boolean sandbox,
      @Nullable String userAgent,
      @Nullable Instant updatedAt,
      @Nullable Instant expiresAt,
      List<Event> events) {

    Request with(List<Event> others) {
      return new Request(
          id,
          requestedAt,
          httpStatus,
          status,
          error,
          reason,
          msisdn,
          challenge,
          timeLimit,
          sandbox,
          userAgent,
          updatedAt,
          expiresAt,
          others);
    }
  }

  /** Those that follow, at most so many. */
  List<Request> after(AppId app, UUID after, UUID before, int most) {
    List<Request> page =
        jdbc.query(PAGE, (row, number) -> request(row), app.value(), after, before, most);
    Map<UUID, List<Event>> events = events(page);
    return page.stream()
        .map(request -> request.with(events.getOrDefault(request.id(), List.of())))
        .toList();
  }

  private Map<UUID, List<Event>> events(List<Request> page) {
    List<Request> sessions =
        page.stream()
            .filter(request -> request.httpStatus() == HttpStatus.CREATED.value())
            .toList();
    Map<UUID, List<Event>> events = new HashMap<>();
    if (!sessions.isEmpty()) {
      jdbc.query(
          EVENTS,
          row -> {
            events
                .computeIfAbsent(row.getObject("session_id", UUID.class), id -> new ArrayList<>())
                .add(
                    new Event(
                        row.getString("type"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("details")));
          },
          Columns.uuids(sessions, Request::id));
    }
    return events;
  }

  private static Request request(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Instant requested = time(row, "requested_at");
    return new Request(
        id,
        requested == null ? UuidV7.instantOf(id) : requested,
        row.getInt("http_status"),
        row.getString("state"),
        row.getString("error"),
        row.getString("reason"),
        row.getString("msisdn"),
        row.getString("challenge"),
        row.getObject("time_limit", Integer.class),
        row.getObject("sandbox", Boolean.class),
        row.getString("user_agent"),
        time(row, "updated_at"),
        time(row, "expires_at"),
        List.of());
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
