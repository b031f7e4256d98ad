package dev.sandi.processor.sending;

import dev.sandi.processor.report.ResendsMessages;
import dev.sandi.processor.session.SessionIds;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Repository;

/**
 * Messages on their way to a gateway. A row is there from the request to the gateway's answer, so
 * no message is lost; it is claimed before it is submitted, so that one whose lease ran out is
 * known as perhaps sent.
 */
@Repository
class Submissions {

  private static final String ADD =
      """
      insert into submissions (session_id, code_id, gateway, due_at)
      select session, code, gateway, ?
      from unnest(?::uuid[], ?::uuid[], ?::text[]) as n (session, code, gateway)
      """;

  /** A message that is on its way already is not sent once more. */
  private static final String RESEND =
      """
      insert into submissions (session_id, code_id, tried, resend, due_at)
      select session, code, string_to_array(tried, ' '), true, ?
      from unnest(?::uuid[], ?::uuid[], ?::text[]) as n (session, code, tried)
      on conflict (session_id) do nothing
      """;

  private static final String CLAIM_DUE =
      """
      with due as (
        select session_id, claim_id is not null as lapsed, due_at from submissions
        where gateway = ? and due_at <= ? and (? or claim_id is null)
        order by due_at limit ? for update skip locked
      )\
      """;

  private static final String CLAIM_THESE =
      """
      with due as (
        select session_id, claim_id is not null as lapsed, due_at from submissions
        where session_id = any (?::uuid[]) and due_at <= ? for update skip locked
      )\
      """;

  private static final String CLAIM =
      """
      , claimed as (
        update submissions s
        set claim_id = ?, attempt = s.attempt + 1, due_at = ?,
            unanswered = s.unanswered + due.lapsed::int
        from due
        where s.session_id = due.session_id
          -- Whatever Postgres takes the table's size for: by the index.
          and s.session_id = any (array(select session_id from due))
        returning s.session_id, s.code_id, s.attempt, s.gateway, s.tried, s.resend,
                  s.unanswered, due.lapsed, due.due_at as was_due
      ), ambiguous as (
        select gateway from claimed where lapsed
      ), counted as (
      """
          + AmbiguousSubmits.COUNT
          + """
          )
          select c.session_id, c.code_id, c.attempt, c.gateway, c.tried, c.resend, c.unanswered,
                 c.was_due, s.app_id, s.msisdn, s.challenge, s.template, s.sandbox, s.simulated_outcome,
                 s.expires_at, s.web_otp, s.android_hash, s.sends, s.traceparent,
                 h.sealed_code, h.code_id is distinct from c.code_id as superseded
          from claimed c
          join sessions s on s.session_id = c.session_id
          left join challenges h on h.app_id = s.app_id and h.msisdn = s.msisdn
                                and h.challenge = s.challenge
                                and h.simulated = (s.sandbox or s.simulated_outcome is not null)
          """;

  /** By the index: all of a claim are due when its lease ends. What was lapsed stays in doubt. */
  private static final String GIVE_BACK =
      """
      update submissions set claim_id = null, due_at = ?, attempt = attempt - 1
      where gateway = ? and due_at = ? and claim_id = ?
      """;

  private static final String GIVE_THESE_BACK =
      """
      update submissions set claim_id = null, due_at = ?, attempt = attempt - 1
      where session_id = any (?::uuid[]) and claim_id = ?
      """;

  private static final String DELETE_HELD =
      """
      delete from submissions s using unnest(?::uuid[], ?::uuid[]) as d (session, claim)
      where s.session_id = d.session and s.claim_id = d.claim
        and s.session_id = any (?::uuid[])
      returning s.session_id
      """;

  /**
   * A session has one row at a time, and another one only when its message is on record as sent:
   * what is recorded twice must not end the next. By an array: of a table that a vacuum has found
   * empty Postgres expects one row, and would go through all that was sent for each.
   */
  private static final String DELETE_SENT =
      """
      delete from submissions where session_id = any (array(
        select x.session_id from unnest(?::uuid[], ?::int[]) as d (session, sends)
        join sessions x on x.session_id = d.session and x.session_id = any (?::uuid[])
                       and x.session_id between ?::uuid and ?::uuid and x.sends = d.sends))
      """;

  private static final String POSTPONE =
      """
      with postponed as (
        update submissions s
        set due_at = p.due, claim_id = null, unanswered = s.unanswered + p.ambiguous::int,
            attempt = s.attempt - p.put_off::int, gateway = p.gateway,
            tried = string_to_array(p.tried, ' ')
        from unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::boolean[], ?::boolean[], ?::text[],
                    ?::text[], ?::text[])
             as p (session, claim, due, ambiguous, put_off, gateway, tried, asked)
        where s.session_id = p.session and s.claim_id = p.claim
          and s.session_id = any (?::uuid[])
        returning p.ambiguous, p.asked
      ), ambiguous as (
        select asked as gateway from postponed where ambiguous
      )
      """
          + AmbiguousSubmits.COUNT;

  private final JdbcTemplate jdbc;

  Submissions(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A message to be submitted later, and by whom.
   *
   * @param putOff whether it was only put off, and this was no attempt
   */
  record Postponed(
      Claimed message,
      Instant until,
      boolean ambiguous,
      boolean putOff,
      String gateway,
      List<String> tried) {}

  /**
   * A message that nobody has claimed yet.
   *
   * @param code the code that it carries
   */
  record Fresh(SessionId session, UUID code, String gateway) {}

  /** Adds messages to the caller's transaction. */
  void add(List<Fresh> messages, Instant now) {
    jdbc.update(
        ADD,
        Columns.time(now),
        Columns.text(messages, Fresh::session),
        Columns.text(messages, Fresh::code),
        Columns.text(messages, Fresh::gateway));
  }

  /** Puts messages that were sent on their way again, in the caller's transaction. */
  void resend(List<ResendsMessages.Resend> messages, Instant now) {
    jdbc.update(
        RESEND,
        Columns.time(now),
        Columns.text(messages, ResendsMessages.Resend::session),
        Columns.text(messages, ResendsMessages.Resend::code),
        Columns.text(messages, message -> String.join(" ", message.tried())));
  }

  /**
   * Claims messages of a gateway that are due, those first that have waited longest.
   *
   * @param lapsed whether those are among them whose lease ran out
   */
  Claims claim(
      UUID claim, String gateway, Instant now, Instant leasedUntil, int most, boolean lapsed) {
    return claims(
        new Claims(claim, leasedUntil),
        CLAIM_DUE,
        gateway,
        Columns.time(now),
        lapsed,
        most,
        claim,
        Columns.time(leasedUntil));
  }

  /** Gives back what a claim may have claimed of which nothing was submitted. */
  void giveBack(UUID claim, String gateway, Instant leasedUntil, Instant now) {
    jdbc.update(GIVE_BACK, Columns.time(now), gateway, Columns.time(leasedUntil), claim);
  }

  /** Claims those of the messages that are due. */
  Claims claim(UUID claim, List<SessionId> messages, Instant now, Instant leasedUntil) {
    return claims(
        new Claims(claim, leasedUntil),
        CLAIM_THESE,
        Columns.text(messages, SessionId::value),
        Columns.time(now),
        claim,
        Columns.time(leasedUntil));
  }

  /** Gives back those of the messages that a claim may have claimed. */
  void giveBack(UUID claim, List<SessionId> messages, Instant now) {
    jdbc.update(
        GIVE_THESE_BACK, Columns.time(now), Columns.text(messages, SessionId::value), claim);
  }

  private Claims claims(Claims claims, String due, Object... args) {
    jdbc.query(due + CLAIM, (RowCallbackHandler) claims::add, args);
    return claims;
  }

  /** Ends messages that were sent, whoever holds them now; before their sessions are told so. */
  void deleteSent(List<Claimed> messages) {
    SessionIds ids = SessionIds.of(messages.stream().map(m -> m.session().value()).toList());
    jdbc.update(
        DELETE_SENT, SessionIds.flat(ids.all(), Columns.integers(messages, Claimed::sends), ids));
  }

  /** Ends messages that this copy still holds, and returns their sessions. */
  List<UUID> deleteHeld(List<Hold> messages) {
    return jdbc.queryForList(
        DELETE_HELD,
        UUID.class,
        Columns.text(messages, Hold::session),
        Columns.text(messages, Hold::claim),
        Columns.text(messages, Hold::session));
  }

  void postpone(List<Postponed> messages) {
    jdbc.update(
        POSTPONE,
        Columns.text(messages, p -> p.message().session()),
        Columns.text(messages, p -> p.message().claim()),
        Columns.text(messages, Postponed::until),
        Columns.text(messages, Postponed::ambiguous),
        Columns.text(messages, Postponed::putOff),
        Columns.text(messages, Postponed::gateway),
        Columns.text(messages, message -> String.join(" ", message.tried())),
        Columns.text(messages, p -> p.message().gateway()),
        Columns.text(messages, p -> p.message().session()));
  }
}
