package dev.sandi.ingress.status;

import dev.sandi.event.Envelope;
import dev.sandi.event.SessionEvent;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What happened to each session, event by event. */
@Repository
class Timelines {

  private static final String APPEND =
      """
      insert into timeline (session_id, event_id, type, at, details)
      select session_id, event_id, type, at, details
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[], ?::jsonb[])
        as e (session_id, event_id, type, at, details)
      order by session_id, event_id
      on conflict do nothing
      """;

  /** A callback is tried a few dozen times at most; the limit only keeps an answer an answer. */
  private static final String READ =
      """
      select type, at, details from timeline where session_id = ? order by at, event_id limit 1000
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcTemplate patient;
  private final QuickDatabase database;

  Timelines(JdbcTemplate patient, QuickDatabase database) {
    this.patient = patient;
    this.database = database;
  }

  record Entry(SessionEvent event, Envelope envelope) {}

  /** Appends events. Appending them again changes nothing. */
  void append(List<Entry> entries) {
    patient.update(
        APPEND,
        Columns.text(entries, e -> e.event().sessionId()),
        Columns.text(entries, e -> e.envelope().id()),
        Columns.text(entries, e -> e.envelope().type().publicName()),
        Columns.text(entries, e -> e.envelope().time()),
        Columns.text(entries, e -> JSON.writeValueAsString(Details.of(e.event()))));
  }

  /** The events of an app's session in the order in which they happened. */
  List<SessionView.Event> of(AppId app, SessionId session) {
    return database.read(app, () -> database.jdbc().query(READ, Timelines::event, session.value()));
  }

  private static SessionView.Event event(ResultSet row, int number) throws SQLException {
    return new SessionView.Event(
        row.getString("type"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        JSON.readTree(row.getString("details")));
  }
}
