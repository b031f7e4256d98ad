package dev.sandi.processor.session;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * All sessions. Every change of state names the states that it may come from, so a change that
 * comes twice, or late, changes nothing; what it returns is what really changed, and locked until
 * the transaction ends.
 */
@Repository
public class Sessions {

  private static final String INSERT =
      """
      insert into sessions (session_id, app_id, msisdn, challenge, sandbox, template, callback_url,
                            traceparent, requested_at, expires_at, simulated_outcome, web_otp,
                            android_hash, state)
      select id, app, msisdn, challenge, sandbox, template, url, trace, requested, expires, outcome,
             web_otp, android_hash, 'accepted'
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                  ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[], ?::text[])
           as r (id, app, msisdn, challenge, sandbox, template, url, trace, requested, expires,
                 outcome, web_otp, android_hash)
      order by id
      on conflict (session_id) do nothing
      returning session_id
      """;

  private static final String PROMISED_LESS =
      """
      select s.session_id from sessions s
      join unnest(?::uuid[], ?::timestamptz[]) as r (id, expires) on r.id = s.session_id
      where s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and s.ended_at is null and s.expires_at < r.expires
      """;

  /**
   * Before it is changed, each session is locked, all in one order: nobody waits in a circle. Where
   * more is joined, what is locked is only counted: Postgres expects one row of it, and would go
   * through it for each of a thousand.
   */
  private static final String IN_ORDER =
      """
      with locked as materialized (
        select session_id from sessions where session_id = any (?::uuid[])
          and session_id between ?::uuid and ?::uuid
        order by session_id for no key update)
      """;

  /** A session whose code was verified ends as that, sent or not, also if it is only noted yet. */
  private static final String END_UNSENT =
      IN_ORDER
          + """
      update sessions s
      set state = case when coalesce(s.verified_at, n.noted_at) is null then ? else 'verified' end,
          reason = case when coalesce(s.verified_at, n.noted_at) is null then ? end,
          verified_at = coalesce(s.verified_at, n.noted_at),
          ended_at = ?
      from (select r.id, (select v.verified_at from verified_sessions v
                          where v.session_id = r.id) as noted_at
            from unnest(?::uuid[]) as r (id)) n
      where (select count(*) from locked) > 0 and s.session_id = n.id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and s.state = 'accepted'
      returning\s"""
          + SessionRow.COLUMNS_OF_S;

  private static final String PROLONG =
      IN_ORDER
          + """
      update sessions s
      set expires_at = r.expires
      from unnest(?::uuid[], ?::timestamptz[]) as r (id, expires)
      where (select count(*) from locked) > 0 and s.session_id = r.id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and s.ended_at is null
        and s.expires_at < r.expires
      """;

  private static final String VERIFIED =
      IN_ORDER
          + """
      update sessions s
      set verified_at = v.at, ended_at = v.at,
          state = case s.state when 'accepted' then s.state else 'verified' end
      from unnest(?::uuid[], ?::timestamptz[]) as v (id, at)
      where (select count(*) from locked) > 0 and s.session_id = v.id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and s.ended_at is null
        and s.state in ('accepted', 'sent', 'delivered', 'undelivered')
      returning\s"""
          + SessionRow.COLUMNS_OF_S;

  /**
   * A session that is not known as sent yet only notes the moment: its {@code OtpSent} must be told
   * first, by whoever records the gateway's answer.
   */
  private static final String END_CODE =
      IN_ORDER
          + """
      update sessions s
      set ended_at = ?, state = case state when 'accepted' then state else 'expired' end
      from locked l
      where s.session_id = l.session_id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and ended_at is null
        and state in ('accepted', 'sent', 'delivered', 'undelivered')
      returning\s"""
          + SessionRow.COLUMNS_OF_S;

  /** The number of messages before this one is its own: what comes twice finds another number. */
  private static final String SENT =
      IN_ORDER
          + """
      update sessions s
      set state = case when s.verified_at is not null then 'verified'
                       when s.ended_at is not null then 'expired' else 'sent' end,
          gateway = r.gateway, message_id = r.message_id, segments = r.segments, sent_at = r.sent_at,
          sends = s.sends + 1
      from unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::timestamptz[], ?::boolean[], ?::int[])
           as r (id, gateway, message_id, segments, sent_at, resend, before)
      where (select count(*) from locked) > 0 and s.session_id = r.id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and s.sends = r.before
        and s.state = case when r.resend then 'sent' else 'accepted' end
      returning s.sends,\s"""
          + SessionRow.COLUMNS_OF_S;

  private static final String DELIVERED =
      IN_ORDER
          + """
      update sessions s
      set delivered_at = ?, state = case state when 'sent' then 'delivered' else state end
      from locked l
      where s.session_id = l.session_id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and sent_at is not null
        and delivered_at is null and undelivered_at is null
      returning\s"""
          + SessionRow.COLUMNS_OF_S;

  private static final String UNDELIVERED =
      IN_ORDER
          + """
      update sessions s
      set undelivered_at = ?,
          state = case s.state when 'sent' then 'undelivered' else s.state end,
          reason = case s.state when 'sent' then r.reason else s.reason end
      from unnest(?::uuid[], ?::text[]) as r (id, reason)
      where (select count(*) from locked) > 0 and s.session_id = r.id and s.session_id = any (?::uuid[])
        and s.session_id between ?::uuid and ?::uuid and s.sent_at is not null
        and s.delivered_at is null and s.undelivered_at is null
      returning\s"""
          + SessionRow.COLUMNS_OF_S;

  private static final String LOCK =
      "select "
          + SessionRow.COLUMNS
          + " from sessions where session_id = any (?::uuid[])"
          + " and session_id between ?::uuid and ?::uuid order by session_id for no key update";

  private static final String HOLD = IN_ORDER + "select count(*) from locked";

  private final JdbcTemplate jdbc;

  Sessions(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A request with the envelope that brought it. */
  public record Request(Envelope envelope, OtpRequested event) {

    public UUID id() {
      return event.sessionId().value();
    }

    public Instant expiresAt() {
      return event.requestedAt().plus(event.timeLimit().duration());
    }
  }

  /**
   * A gateway took a message.
   *
   * @param resend whether another gateway took it before
   * @param before how many messages of the session were sent when this one was claimed
   */
  public record Sent(
      UUID id,
      String gateway,
      String messageId,
      int segments,
      Instant at,
      boolean resend,
      int before) {}

  /**
   * A session whose message was sent.
   *
   * @param sends how often, by now
   */
  public record SentRow(SessionRow session, int sends) {}

  /** A handset does not get a message, for a reason that is a stable slug. */
  public record Undelivered(UUID id, String reason) {}

  /** Inserts what is not there yet, and returns the ids of those. */
  public Set<UUID> insert(List<Request> requests) {
    return new HashSet<>(
        jdbc.queryForList(
            INSERT,
            UUID.class,
            Columns.text(requests, Request::id),
            Columns.text(requests, r -> r.event().appId()),
            Columns.text(requests, r -> r.event().msisdn().digits()),
            Columns.text(requests, r -> r.event().challenge()),
            Columns.text(requests, r -> r.event().sandbox()),
            Columns.text(requests, r -> r.event().template().value()),
            Columns.text(
                requests,
                r -> r.event().callbackUrl() == null ? null : r.event().callbackUrl().value()),
            Columns.text(requests, r -> r.envelope().trace()),
            Columns.text(requests, r -> r.event().requestedAt()),
            Columns.text(requests, Request::expiresAt),
            Columns.text(requests, r -> r.event().simulatedOutcome()),
            Columns.text(requests, r -> r.event().webOtp()),
            Columns.text(requests, r -> r.event().androidHash())));
  }

  /** The ids of those that have not ended, and were promised less time before. */
  public Set<UUID> promisedLess(Collection<Request> requests) {
    List<Request> rows = List.copyOf(requests);
    return new HashSet<>(
        jdbc.queryForList(
            PROMISED_LESS,
            UUID.class,
            SessionIds.flat(
                Columns.text(rows, Request::id),
                Columns.text(rows, Request::expiresAt),
                SessionIds.of(rows.stream().map(Request::id).toList()))));
  }

  /** They last as long as given, if that is longer than they did. */
  public void prolong(Map<UUID, Instant> ends) {
    List<Map.Entry<UUID, Instant>> rows = List.copyOf(ends.entrySet());
    SessionIds ids = SessionIds.of(ends.keySet());
    jdbc.update(
        PROLONG,
        SessionIds.flat(
            ids,
            Columns.text(rows, Map.Entry::getKey),
            Columns.text(rows, Map.Entry::getValue),
            ids));
  }

  /** No SMS is sent: a check refused it. */
  public List<SessionRow> reject(Collection<UUID> ids, String reason, Instant at) {
    return end("rejected", reason, ids, at);
  }

  /**
   * No SMS is sent: it could not be, or its code is no longer worth sending. What comes back as
   * verified ended as that.
   */
  public List<SessionRow> fail(Collection<UUID> ids, String reason, Instant at) {
    return end("failed", reason, ids, at);
  }

  private List<SessionRow> end(String state, String reason, Collection<UUID> ids, Instant at) {
    SessionIds all = SessionIds.of(ids);
    return ids.isEmpty()
        ? List.of()
        : rows(END_UNSENT, all, state, reason, Columns.time(at), all.all(), all);
  }

  /** The code was verified; returns the sessions to tell it of now. */
  public List<SessionRow> verified(Map<UUID, Instant> times) {
    List<Map.Entry<UUID, Instant>> rows = List.copyOf(times.entrySet());
    return rows(
            VERIFIED,
            SessionIds.of(times.keySet()),
            Columns.text(rows, Map.Entry::getKey),
            Columns.text(rows, Map.Entry::getValue),
            SessionIds.of(times.keySet()))
        .stream()
        .filter(row -> row.state().equals("verified"))
        .toList();
  }

  /** The code ended without a verification; returns the sessions to tell it of now. */
  public List<SessionRow> expire(Collection<UUID> ids, Instant at) {
    return ids.isEmpty()
        ? List.of()
        : rows(END_CODE, SessionIds.of(ids), Columns.time(at), SessionIds.of(ids)).stream()
            .filter(row -> row.state().equals("expired"))
            .toList();
  }

  /** Locks sessions until the transaction ends, in an order in which nobody waits in a circle. */
  public List<SessionRow> lock(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : rows(LOCK, SessionIds.of(ids));
  }

  /**
   * Locks sessions as {@link #lock} does, for whoever changes them by several statements, and what
   * hangs on them.
   */
  public void hold(Collection<UUID> ids) {
    jdbc.queryForObject(HOLD, Long.class, SessionIds.flat(SessionIds.of(ids)));
  }

  /** Locks those of the sessions that nobody else has locked. */
  public List<SessionRow> lockFree(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : rows(LOCK + " skip locked", SessionIds.of(ids));
  }

  /**
   * The gateway took the messages; a session whose code ended meanwhile has two events to tell.
   * What is on record already changes nothing, and does not come back.
   */
  public List<SentRow> sent(List<Sent> sent) {
    SessionIds ids = SessionIds.of(sent.stream().map(Sent::id).toList());
    return jdbc
        .query(
            SENT,
            Sessions::sentRow,
            SessionIds.flat(
                ids,
                Columns.text(sent, Sent::id),
                Columns.text(sent, Sent::gateway),
                Columns.text(sent, Sent::messageId),
                Columns.integers(sent, Sent::segments),
                Columns.text(sent, Sent::at),
                Columns.text(sent, Sent::resend),
                Columns.integers(sent, Sent::before),
                ids))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<SentRow> sentRow(ResultSet row, int number) throws SQLException {
    int sends = row.getInt("sends");
    return SessionRow.read(row, number).map(session -> new SentRow(session, sends));
  }

  /** The handset has the message, says the gateway. The first report of a session holds. */
  public List<SessionRow> delivered(Collection<UUID> ids, Instant at) {
    return ids.isEmpty()
        ? List.of()
        : rows(DELIVERED, SessionIds.of(ids), Columns.time(at), SessionIds.of(ids));
  }

  /** The handset does not have the message and will not get it, says the gateway. */
  public List<SessionRow> undelivered(List<Undelivered> reports, Instant at) {
    SessionIds ids = SessionIds.of(reports.stream().map(Undelivered::id).toList());
    return reports.isEmpty()
        ? List.of()
        : rows(
            UNDELIVERED,
            ids,
            Columns.time(at),
            Columns.text(reports, Undelivered::id),
            Columns.text(reports, Undelivered::reason),
            ids);
  }

  private List<SessionRow> rows(String sql, Object... args) {
    return jdbc.query(sql, SessionRow::read, SessionIds.flat(args)).stream()
        .flatMap(Optional::stream)
        .toList();
  }
}
