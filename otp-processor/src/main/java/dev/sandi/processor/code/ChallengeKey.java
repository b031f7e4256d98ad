package dev.sandi.processor.code;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;

/**
 * What one code is for: a client finds it again by app, msisdn and challenge.
 *
 * @param simulated whether it is of the sandbox or of a test number: what is simulated never
 *     touches a code on a real handset
 */
public record ChallengeKey(
    AppId appId, PhoneNumber msisdn, ChallengeName challenge, boolean simulated) {

  public static ChallengeKey of(OtpRequested event) {
    return new ChallengeKey(event.appId(), event.msisdn(), event.challenge(), event.simulated());
  }

  /** What a code's hash is bound to. */
  public String context() {
    return appId.value() + '\n' + msisdn.digits() + '\n' + challenge.value();
  }
}
