package dev.sandi.ingress.verify;

import dev.sandi.ingress.request.Field;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;

/** A code that somebody claims to have got. */
record Guess(PhoneNumber msisdn, OtpCode otp, ChallengeName challenge) {

  static Guess read(JsonBody body) {
    return new Guess(
        Field.MSISDN.requiredIn(body),
        Field.OTP.requiredIn(body),
        Field.CHALLENGE.in(body).orElse(ChallengeName.DEFAULT));
  }
}
