package dev.sandi.event;

import dev.sandi.value.AndroidHash;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.WebOtpDomain;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to send a code was accepted: the customer has its 201.
 *
 * @param sandbox whether the SMS goes to the simulated handset and never to a real gateway
 * @param sealedOtp the client's own code, sealed with the session id as context; absent when a code
 *     is to be generated
 * @param requestedAt from when the time limit counts
 * @param userAgent the client's {@code User-Agent}, at most 256 characters
 * @param simulatedOutcome what the simulated handset does; with one, the SMS goes there and never
 *     to a real gateway, sandbox or not, and no check is asked about it. Who sends one sets {@code
 *     sandbox} too, for a reader that does not know this field yet
 * @param webOtp the site that a browser may fill the code in at; its line ends the SMS
 * @param androidHash the Android app that may read the SMS; a line of its own
 */
public record OtpRequested(
    SessionId sessionId,
    AppId appId,
    boolean sandbox,
    PhoneNumber msisdn,
    ChallengeName challenge,
    SmsTemplate template,
    @Nullable String sealedOtp,
    TimeLimit timeLimit,
    @Nullable CallbackUrl callbackUrl,
    Instant requestedAt,
    @Nullable String userAgent,
    @Nullable SimulatedOutcome simulatedOutcome,
    @Nullable WebOtpDomain webOtp,
    @Nullable AndroidHash androidHash)
    implements SessionEvent {

  public OtpRequested {
    Required.of(sessionId, "session_id");
    Required.of(appId, "app_id");
    Required.of(msisdn, "msisdn");
    Required.of(challenge, "challenge");
    Required.of(template, "template");
    Required.of(timeLimit, "time_limit");
    Required.of(requestedAt, "requested_at");
  }

  /** A request whose SMS has no lines below its text. */
  public OtpRequested(
      SessionId sessionId,
      AppId appId,
      boolean sandbox,
      PhoneNumber msisdn,
      ChallengeName challenge,
      SmsTemplate template,
      @Nullable String sealedOtp,
      TimeLimit timeLimit,
      @Nullable CallbackUrl callbackUrl,
      Instant requestedAt,
      @Nullable String userAgent,
      @Nullable SimulatedOutcome simulatedOutcome) {
    this(
        sessionId,
        appId,
        sandbox,
        msisdn,
        challenge,
        template,
        sealedOtp,
        timeLimit,
        callbackUrl,
        requestedAt,
        userAgent,
        simulatedOutcome,
        null,
        null);
  }

  /** A run of neighbouring numbers, and all of one number, stay in order in one partition. */
  @Override
  public String key() {
    return msisdn.neighbourhood();
  }

  /** Whether the SMS goes to the simulated handset and never to a real gateway. */
  public boolean simulated() {
    return sandbox || simulatedOutcome != null;
  }

  /** The lines below the text. */
  public SmsEnding ending() {
    return new SmsEnding(webOtp, androidHash);
  }

  /**
   * The same after its number was erased: {@link PhoneNumber#ERASED} stands for it, in its text and
   * callback URL too. A code of the client's own goes with it.
   */
  public OtpRequested withoutNumber() {
    return new OtpRequested(
        sessionId,
        appId,
        sandbox,
        PhoneNumber.ERASED,
        challenge,
        new SmsTemplate(msisdn.eraseFrom(template.value())),
        null,
        timeLimit,
        session().withoutNumber().callbackUrl(),
        requestedAt,
        userAgent,
        simulatedOutcome,
        webOtp,
        androidHash);
  }

  /** What the lifecycle events of this session repeat. */
  public Session session() {
    return new Session(sessionId, appId, msisdn, challenge, callbackUrl);
  }
}
