package dev.sandi.processor.sending;

import dev.sandi.processor.sending.RouteMessages.Routed;
import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Messages that are due, by the gateway that they wait for. */
@Repository
class Stranded {

  /** The names in the index, walked one by one: rows are many, gateways few. */
  private static final String WAITED_FOR =
      """
      with recursive names (gateway) as (
        (select gateway from submissions order by gateway limit 1)
        union all
        select (select s.gateway from submissions s where s.gateway > n.gateway
                order by s.gateway limit 1)
        from names n where n.gateway is not null
      )
      select gateway from names
      where gateway is not null
        and (select true from submissions s
             where s.gateway = names.gateway and s.due_at <= ? limit 1)
      """;

  private static final String PAGE =
      """
      select m.session_id, m.tried, m.resend, m.due_at, s.expires_at, s.app_id, s.msisdn,
             s.sandbox or s.simulated_outcome is not null as simulated
      from submissions m join sessions s on s.session_id = m.session_id
      where m.gateway = ? and m.due_at <= ? and (? or m.claim_id is null)
        and (m.due_at, m.session_id) > (?, ?)
      order by m.due_at, m.session_id limit ? for update of m skip locked
      """;

  /** One whose lease ran out was perhaps sent by the gateway that it waits for no longer. */
  private static final String MOVE =
      """
      with moves as (
        select s.session_id, m.gateway, s.gateway as asked, s.claim_id is not null as lapsed
        from submissions s join unnest(?::uuid[], ?::text[]) as m (session, gateway)
          on s.session_id = m.session and s.session_id = any (?::uuid[])
      ), moved as (
        update submissions s
        set gateway = m.gateway, claim_id = null, unanswered = s.unanswered + m.lapsed::int
        from moves m
        where s.session_id = m.session_id and s.session_id = any (array(select session_id from moves))
        returning m.asked, m.lapsed
      ), ambiguous as (
        select asked as gateway from moved where lapsed
      )
      """
          + AmbiguousSubmits.COUNT;

  private final JdbcTemplate jdbc;

  Stranded(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A place in the order of a gateway's messages. */
  record Position(Instant dueAt, UUID session) {
    static final Position START = new Position(Instant.EPOCH, new UUID(0, 0));
  }

  /**
   * A message that waits.
   *
   * @param routed null if it cannot be read
   * @param resend whether one of the gateways that were tried took it
   * @param expiresAt when it is of no use any more
   */
  record Message(
      SessionId session,
      @Nullable Routed routed,
      List<String> tried,
      boolean resend,
      Instant dueAt,
      Instant expiresAt) {
    Position position() {
      return new Position(dueAt, session.value());
    }
  }

  record Move(SessionId session, String gateway) {}

  /** The gateways that messages wait for which are due. */
  List<String> waitedFor(Instant now) {
    return jdbc.queryForList(WAITED_FOR, String.class, Columns.time(now));
  }

  /** The next due messages of a gateway, locked until the caller's transaction ends. */
  List<Message> page(String gateway, Instant now, boolean lapsed, Position from, int most) {
    return jdbc.query(
        PAGE,
        Stranded::read,
        gateway,
        Columns.time(now),
        lapsed,
        Columns.time(from.dueAt()),
        from.session(),
        most);
  }

  void move(List<Move> moves) {
    jdbc.update(
        MOVE,
        Columns.text(moves, Move::session),
        Columns.text(moves, Move::gateway),
        Columns.text(moves, Move::session));
  }

  private static Message read(ResultSet row, int number) throws SQLException {
    SessionId session = new SessionId(row.getObject("session_id", UUID.class));
    return new Message(
        session,
        routed(session, row),
        List.of((String[]) row.getArray("tried").getArray()),
        row.getBoolean("resend"),
        row.getObject("due_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Routed routed(SessionId session, ResultSet row) throws SQLException {
    try {
      return new Routed(
          session,
          new AppId(row.getString("app_id")),
          new PhoneNumber(row.getString("msisdn")),
          row.getBoolean("simulated"));
    } catch (InvalidValueException e) {
      // Whoever claims it says so.
      return null;
    }
  }
}
