package dev.sandi.processor.code;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;

/** What one code is for: a client finds it again by app, msisdn and challenge. */
public record ChallengeKey(AppId appId, PhoneNumber msisdn, ChallengeName challenge) {

  public static ChallengeKey of(OtpRequested event) {
    return new ChallengeKey(event.appId(), event.msisdn(), event.challenge());
  }

  /** What a code's hash is bound to. */
  public String context() {
    return appId.value() + '\n' + msisdn.digits() + '\n' + challenge.value();
  }
}
