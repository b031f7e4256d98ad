package dev.sandi.processor;

import dev.sandi.crypto.KeyRing;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.OtpRequested;
import dev.sandi.testing.RunningService;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Requests as the ingress publishes them. */
final class Requests {

  private static final Sealer SEALER =
      new Sealer(KeyRing.parse(RunningService.SEALING_KEYS, "AES"));

  private Requests() {}

  static OtpRequested to(PhoneNumber msisdn) {
    return request(msisdn, SmsTemplate.DEFAULT, null, TimeLimit.DEFAULT);
  }

  static OtpRequested withLimit(PhoneNumber msisdn, int seconds) {
    return request(msisdn, SmsTemplate.DEFAULT, null, new TimeLimit(seconds));
  }

  static OtpRequested withTemplate(PhoneNumber msisdn, String template) {
    return request(msisdn, new SmsTemplate(template), null, TimeLimit.DEFAULT);
  }

  static OtpRequested by(AppId app, PhoneNumber msisdn) {
    return by(app, msisdn, null);
  }

  static OtpRequested withCallback(PhoneNumber msisdn, String url) {
    return by(new AppId("demo"), msisdn, new CallbackUrl(url));
  }

  private static OtpRequested by(AppId app, PhoneNumber msisdn, @Nullable CallbackUrl callback) {
    OtpRequested plain = to(msisdn);
    return new OtpRequested(
        plain.sessionId(),
        app,
        plain.sandbox(),
        msisdn,
        plain.challenge(),
        plain.template(),
        null,
        plain.timeLimit(),
        callback,
        plain.requestedAt(),
        plain.userAgent(),
        null);
  }

  /** The same session, as a later attempt of its client publishes it. */
  static OtpRequested again(OtpRequested first, Duration later) {
    return new OtpRequested(
        first.sessionId(),
        first.appId(),
        first.sandbox(),
        first.msisdn(),
        first.challenge(),
        first.template(),
        first.sealedOtp(),
        first.timeLimit(),
        first.callbackUrl(),
        first.requestedAt().plus(later),
        first.userAgent(),
        first.simulatedOutcome());
  }

  /** Of another challenge, to a handset whose outcome is chosen: no check is asked about it. */
  static OtpRequested withChallenge(PhoneNumber msisdn, String challenge, String code) {
    return request(
        msisdn,
        false,
        new ChallengeName(challenge),
        SmsTemplate.DEFAULT,
        code,
        TimeLimit.DEFAULT,
        SimulatedOutcome.DELIVERED);
  }

  static OtpRequested of(
      PhoneNumber msisdn, String challenge, boolean sandbox, @Nullable String code, int seconds) {
    return request(
        msisdn,
        sandbox,
        new ChallengeName(challenge),
        SmsTemplate.DEFAULT,
        code,
        new TimeLimit(seconds),
        null);
  }

  static OtpRequested withCode(PhoneNumber msisdn, String code) {
    return request(msisdn, SmsTemplate.DEFAULT, code, TimeLimit.DEFAULT);
  }

  /** To a handset whose outcome is chosen, by an app that is no sandbox. */
  static OtpRequested simulated(PhoneNumber msisdn, SimulatedOutcome outcome, String code) {
    return request(msisdn, false, SmsTemplate.DEFAULT, code, TimeLimit.DEFAULT, outcome);
  }

  static OtpRequested sandboxed(PhoneNumber msisdn) {
    return request(msisdn, true, SmsTemplate.DEFAULT, null, TimeLimit.DEFAULT, null);
  }

  private static OtpRequested request(
      PhoneNumber msisdn, SmsTemplate template, @Nullable String code, TimeLimit limit) {
    return request(msisdn, false, template, code, limit, null);
  }

  private static OtpRequested request(
      PhoneNumber msisdn,
      boolean sandbox,
      SmsTemplate template,
      @Nullable String code,
      TimeLimit limit,
      @Nullable SimulatedOutcome outcome) {
    return request(msisdn, sandbox, ChallengeName.DEFAULT, template, code, limit, outcome);
  }

  private static OtpRequested request(
      PhoneNumber msisdn,
      boolean sandbox,
      ChallengeName challenge,
      SmsTemplate template,
      @Nullable String code,
      TimeLimit limit,
      @Nullable SimulatedOutcome outcome) {
    Instant now = Processor.CLOCK.instant();
    SessionId session = SessionId.at(now);
    return new OtpRequested(
        session,
        new AppId("demo"),
        sandbox,
        msisdn,
        challenge,
        template,
        code == null ? null : SEALER.seal(Secret.of(code), session.toString()),
        limit,
        null,
        now,
        "test",
        outcome);
  }
}
