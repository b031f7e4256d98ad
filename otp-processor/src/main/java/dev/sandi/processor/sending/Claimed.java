package dev.sandi.processor.sending;

import dev.sandi.value.AndroidHash;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TraceParent;
import dev.sandi.value.WebOtpDomain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that belongs to this copy until its lease runs out.
 *
 * @param dueAt since when it was due: its place among the messages of its gateway
 * @param attempt number of the claim, from 1, without those that put it off
 * @param gateway by whom it is to be sent
 * @param tried gateways that were of no avail
 * @param resend whether one of those took it
 * @param sends how many messages of the session were sent before
 * @param unanswered how many submits ended without an answer
 * @param simulatedOutcome what the simulated handset does, if that was chosen
 * @param sealedCode absent when the code has ended
 * @param trace of its request
 * @param superseded whether the challenge has another code by now
 */
record Claimed(
    SessionId session,
    UUID codeId,
    UUID claim,
    Instant dueAt,
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
    TraceParent trace,
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

  /** Reads one; whatever is damaged throws. */
  static Claimed read(ResultSet row, UUID claim) throws SQLException {
    String outcome = row.getString("simulated_outcome");
    return new Claimed(
        new SessionId(row.getObject("session_id", UUID.class)),
        row.getObject("code_id", UUID.class),
        claim,
        row.getObject("was_due", OffsetDateTime.class).toInstant(),
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
        TraceParent.orNew(row.getString("traceparent")),
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
