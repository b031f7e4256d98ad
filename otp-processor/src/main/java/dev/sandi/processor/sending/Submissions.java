package dev.sandi.processor.sending;

import dev.sandi.processor.report.ResendsMessages;
import dev.sandi.storage.Columns;
import dev.sandi.value.AndroidHash;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.WebOtpDomain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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
        select session_id, claim_id is not null as lapsed from submissions
        where gateway = ? and due_at <= ? order by due_at limit ? for update skip locked
      )""";

  private static final String CLAIM_THESE =
      """
      with due as (
        select session_id, claim_id is not null as lapsed from submissions
        where session_id = any (?::uuid[]) and due_at <= ? for update skip locked
      )""";

  private static final String CLAIM =
      """
      , claimed as (
        update submissions s
        set claim_id = ?, attempt = s.attempt + 1, due_at = ?,
            unanswered = s.unanswered + due.lapsed::int
        from due where s.session_id = due.session_id
        returning s.session_id, s.code_id, s.attempt, s.gateway, s.tried, s.resend,
                  s.unanswered, due.lapsed
      ), ambiguous as (
        select gateway from claimed where lapsed
      ), counted as (
      """
          + AmbiguousSubmits.COUNT
          + """
      )
      select c.session_id, c.code_id, c.attempt, c.gateway, c.tried, c.resend, c.unanswered,
             s.app_id, s.msisdn, s.challenge, s.template, s.sandbox, s.simulated_outcome,
             s.expires_at, s.web_otp, s.android_hash, s.sends,
             h.sealed_code, h.code_id is distinct from c.code_id as superseded
      from claimed c
      join sessions s on s.session_id = c.session_id
      left join challenges h on h.app_id = s.app_id and h.msisdn = s.msisdn
                            and h.challenge = s.challenge
                            and h.simulated = (s.sandbox or s.simulated_outcome is not null)
      """;

  private static final String DELETE_HELD =
      """
      delete from submissions s using unnest(?::uuid[], ?::uuid[]) as d (session, claim)
      where s.session_id = d.session and s.claim_id = d.claim
      returning s.session_id
      """;

  /**
   * A session has one row at a time, and another one only when its message is on record as sent:
   * what is recorded twice must not end the next.
   */
  private static final String DELETE_SENT =
      """
      delete from submissions s
      using unnest(?::uuid[], ?::int[]) as d (session, sends)
      join sessions x on x.session_id = d.session and x.session_id = any (?::uuid[])
                     and x.sends = d.sends
      where s.session_id = d.session
      """;

  private static final String POSTPONE =
      """
      with postponed as (
        update submissions s
        set due_at = p.due, claim_id = null, unanswered = s.unanswered + p.ambiguous::int,
            gateway = p.gateway,
            tried = string_to_array(p.tried, ' ')
        from unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::boolean[], ?::text[], ?::text[],
                    ?::text[])
             as p (session, claim, due, ambiguous, gateway, tried, asked)
        where s.session_id = p.session and s.claim_id = p.claim
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
   * A message that belongs to this copy until its lease runs out.
   *
   * @param attempt number of the claim, from 1
   * @param gateway by whom it is to be sent
   * @param tried gateways that were of no avail
   * @param resend whether one of those took it
   * @param sends how many messages of the session were sent before
   * @param unanswered how many submits ended without an answer
   * @param simulatedOutcome what the simulated handset does, if that was chosen
   * @param sealedCode absent when the code has ended
   * @param superseded whether the challenge has another code by now
   */
  record Claimed(
      SessionId session,
      UUID codeId,
      UUID claim,
      int attempt,
      String gateway,
      List<String> tried,
      boolean resend,
      int sends,
      int unanswered,
      AppId appId,
      PhoneNumber msisdn,
      ChallengeName challenge,
      SmsTemplate template,
      SmsEnding ending,
      boolean sandbox,
      @Nullable SimulatedOutcome simulatedOutcome,
      Instant expiresAt,
      @Nullable String sealedCode,
      boolean superseded) {

    Hold hold() {
      return new Hold(session, claim, gateway);
    }

    /** Whether an earlier submit may have sent it. */
    boolean perhapsSent() {
      return unanswered > 0;
    }

    /** Whether it goes to the simulated handset and never to a real gateway. */
    boolean simulated() {
      return sandbox || simulatedOutcome != null;
    }
  }

  /** A message to be submitted later, and by whom. */
  record Postponed(
      Claimed message, Instant until, boolean ambiguous, String gateway, List<String> tried) {}

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

  /** Claims messages of a gateway that are due, those first that have waited longest. */
  Claims claim(String gateway, Instant now, Instant leasedUntil, int most) {
    UUID claim = UUID.randomUUID();
    return claims(
        CLAIM_DUE, claim, gateway, Columns.time(now), most, claim, Columns.time(leasedUntil));
  }

  /** Claims those of the messages that are due. */
  Claims claim(List<SessionId> messages, Instant now, Instant leasedUntil) {
    UUID claim = UUID.randomUUID();
    return claims(
        CLAIM_THESE,
        claim,
        Columns.text(messages, SessionId::value),
        Columns.time(now),
        claim,
        Columns.time(leasedUntil));
  }

  private Claims claims(String due, UUID claim, Object... args) {
    Claims claims = new Claims();
    jdbc.query(
        due + CLAIM,
        row -> {
          claims.add(row, claim, Submissions::claimed);
        },
        args);
    return claims;
  }

  /** Ends messages that were sent, whoever holds them now; before their sessions are told so. */
  void deleteSent(List<Claimed> messages) {
    jdbc.update(
        DELETE_SENT,
        Columns.text(messages, Claimed::session),
        Columns.integers(messages, Claimed::sends),
        Columns.text(messages, Claimed::session));
  }

  /** Ends messages that this copy still holds, and returns their sessions. */
  List<UUID> deleteHeld(List<Hold> messages) {
    return jdbc.queryForList(
        DELETE_HELD,
        UUID.class,
        Columns.text(messages, Hold::session),
        Columns.text(messages, Hold::claim));
  }

  void postpone(List<Postponed> messages) {
    jdbc.update(
        POSTPONE,
        Columns.text(messages, p -> p.message().session()),
        Columns.text(messages, p -> p.message().claim()),
        Columns.text(messages, Postponed::until),
        Columns.text(messages, Postponed::ambiguous),
        Columns.text(messages, Postponed::gateway),
        Columns.text(messages, message -> String.join(" ", message.tried())),
        Columns.text(messages, p -> p.message().gateway()));
  }

  private static Claimed claimed(ResultSet row, UUID claim) throws SQLException {
    String outcome = row.getString("simulated_outcome");
    return new Claimed(
        new SessionId(row.getObject("session_id", UUID.class)),
        row.getObject("code_id", UUID.class),
        claim,
        row.getInt("attempt"),
        row.getString("gateway"),
        List.of((String[]) row.getArray("tried").getArray()),
        row.getBoolean("resend"),
        row.getInt("sends"),
        row.getInt("unanswered"),
        new AppId(row.getString("app_id")),
        new PhoneNumber(row.getString("msisdn")),
        new ChallengeName(row.getString("challenge")),
        new SmsTemplate(row.getString("template")),
        ending(row),
        row.getBoolean("sandbox"),
        outcome == null ? null : SimulatedOutcome.of(outcome),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getString("sealed_code"),
        row.getBoolean("superseded"));
  }

  private static SmsEnding ending(ResultSet row) throws SQLException {
    String webOtp = row.getString("web_otp");
    String androidHash = row.getString("android_hash");
    return new SmsEnding(
        webOtp == null ? null : new WebOtpDomain(webOtp),
        androidHash == null ? null : new AndroidHash(androidHash));
  }
}
