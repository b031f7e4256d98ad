package dev.sandi.processor.report;

import dev.sandi.processor.report.DeliveryReport.Undelivered;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Messages that a gateway took and that another one may send yet. Whoever changes one holds the
 * lock on its session, but for {@link #add}.
 */
@Repository
public class Fallbacks {

  /** Of a session that ended meanwhile, nothing is sent again. */
  private static final String ADD =
      """
      insert into fallbacks (session_id, code_id, tried, due_at, when_undelivered, look_at)
      select f.session, f.code, string_to_array(f.tried, ' '), f.due, f.undelivered,
             least(f.due, s.expires_at)
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[], ?::boolean[])
           as f (session, code, tried, due, undelivered)
      join sessions s on s.session_id = f.session and s.session_id = any (?::uuid[])
      where s.state = 'sent'
      order by f.session
      on conflict (session_id) do update
        set code_id = excluded.code_id, tried = excluded.tried, due_at = excluded.due_at,
            when_undelivered = excluded.when_undelivered, look_at = excluded.look_at,
            resent = false, gateway = null, message_id = null, reason = null, network_code = null
      """;

  private static final String DUE =
      "select session_id from fallbacks where look_at <= ? order by look_at limit ?";

  private static final String LOCK =
      "select * from fallbacks where session_id = any (?::uuid[]) order by session_id for update";

  private static final String RESENT =
      """
      update fallbacks f
      set resent = true, look_at = ?, gateway = r.gateway, message_id = r.message_id,
          reason = r.reason, network_code = r.code
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
           as r (session, gateway, message_id, reason, code)
      where f.session_id = r.session
      """;

  private static final String POSTPONE =
      """
      update fallbacks f set look_at = p.look_at
      from unnest(?::uuid[], ?::timestamptz[]) as p (session, look_at)
      where f.session_id = p.session
      """;

  private static final String END =
      "delete from fallbacks where session_id = any (?::uuid[]) returning session_id, resent";

  private static final String UNDER_WAY =
      "select session_id from submissions where session_id = any (?::uuid[])";

  /** What is claimed may be sent already. */
  private static final String CALL_BACK =
      """
      delete from submissions where session_id in (
        select session_id from submissions
        where session_id = any (?::uuid[]) and claim_id is null and unanswered = 0
        for update skip locked)
      """;

  private final JdbcTemplate jdbc;

  Fallbacks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * How a message may be sent again by another gateway.
   *
   * @param code the code that it carries
   * @param tried the gateways that it was sent by, the last one among them; without spaces
   * @param dueAt until when a report should have come; null: no matter how long it takes
   * @param whenUndelivered whether a negative report is enough
   */
  public record Fallback(
      SessionId session,
      UUID code,
      List<String> tried,
      @Nullable Instant dueAt,
      boolean whenUndelivered) {}

  /**
   * A fallback as it is kept.
   *
   * @param resent whether it is on its way again
   * @param withheld what is told if nothing comes of that
   */
  record Kept(Fallback fallback, boolean resent, Instant lookAt, @Nullable Undelivered withheld) {

    SessionId session() {
      return fallback.session();
    }

    ResendsMessages.Resend resend() {
      return new ResendsMessages.Resend(fallback.session(), fallback.code(), fallback.tried());
    }
  }

  /** A message that is on its way again, and what was said of it before. */
  record Resent(SessionId session, @Nullable Undelivered withheld) {}

  /** A fallback to be looked at again. */
  record Postponed(SessionId session, Instant until) {}

  /**
   * Adds fallbacks to the caller's transaction, after the one that records the messages as sent has
   * done so. That of a message that was sent again takes the place of the one before.
   */
  public void add(List<Fallback> fallbacks) {
    if (fallbacks.isEmpty()) {
      return;
    }
    jdbc.update(
        ADD,
        Columns.text(fallbacks, Fallback::session),
        Columns.text(fallbacks, Fallback::code),
        Columns.text(fallbacks, fallback -> String.join(" ", fallback.tried())),
        Columns.text(fallbacks, Fallback::dueAt),
        Columns.text(fallbacks, Fallback::whenUndelivered),
        Columns.text(fallbacks, Fallback::session));
  }

  /** Sessions whose fallback is to be looked at. */
  List<UUID> due(Instant now, int most) {
    return jdbc.queryForList(DUE, UUID.class, Columns.time(now), most);
  }

  Map<SessionId, Kept> lock(Collection<SessionId> sessions) {
    return sessions.isEmpty()
        ? Map.of()
        : jdbc.query(LOCK, Fallbacks::read, array(sessions)).stream()
            .collect(Collectors.toMap(Kept::session, Function.identity()));
  }

  /** Those of the sessions whose message is on its way to a gateway. */
  Set<SessionId> underWay(Collection<SessionId> sessions) {
    return sessions.isEmpty()
        ? Set.of()
        : jdbc.queryForList(UNDER_WAY, UUID.class, array(sessions)).stream()
            .map(SessionId::new)
            .collect(Collectors.toSet());
  }

  void resent(List<Resent> messages, Instant lookAt) {
    if (!messages.isEmpty()) {
      jdbc.update(
          RESENT,
          Columns.time(lookAt),
          Columns.text(messages, Resent::session),
          Columns.text(messages, m -> m.withheld() == null ? null : m.withheld().gateway()),
          Columns.text(messages, m -> m.withheld() == null ? null : m.withheld().messageId()),
          Columns.text(messages, m -> m.withheld() == null ? null : m.withheld().reason()),
          Columns.text(messages, m -> m.withheld() == null ? null : m.withheld().networkCode()));
    }
  }

  void postpone(List<Postponed> fallbacks) {
    if (!fallbacks.isEmpty()) {
      jdbc.update(
          POSTPONE,
          Columns.text(fallbacks, Postponed::session),
          Columns.text(fallbacks, Postponed::until));
    }
  }

  void end(Collection<SessionId> sessions) {
    if (!sessions.isEmpty()) {
      jdbc.query(END, row -> {}, array(sessions));
    }
  }

  /** The message arrived: what is on its way again, but not with a gateway yet, stays here. */
  void endDelivered(Collection<SessionId> sessions) {
    if (sessions.isEmpty()) {
      return;
    }
    List<SessionId> resent =
        jdbc
            .query(
                END,
                (row, n) ->
                    row.getBoolean("resent")
                        ? Optional.of(new SessionId(row.getObject("session_id", UUID.class)))
                        : Optional.<SessionId>empty(),
                array(sessions))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (!resent.isEmpty()) {
      jdbc.update(CALL_BACK, array(resent));
    }
  }

  private static Object array(Collection<SessionId> sessions) {
    return Columns.text(List.copyOf(sessions), SessionId::value);
  }

  private static Kept read(ResultSet row, int number) throws SQLException {
    SessionId session = new SessionId(row.getObject("session_id", UUID.class));
    OffsetDateTime due = row.getObject("due_at", OffsetDateTime.class);
    String gateway = row.getString("gateway");
    Undelivered withheld =
        gateway == null
            ? null
            : new Undelivered(
                session,
                gateway,
                row.getString("message_id"),
                row.getString("reason"),
                row.getString("network_code"));
    return new Kept(
        new Fallback(
            session,
            row.getObject("code_id", UUID.class),
            List.of((String[]) row.getArray("tried").getArray()),
            due == null ? null : due.toInstant(),
            row.getBoolean("when_undelivered")),
        row.getBoolean("resent"),
        row.getObject("look_at", OffsetDateTime.class).toInstant(),
        withheld);
  }
}
