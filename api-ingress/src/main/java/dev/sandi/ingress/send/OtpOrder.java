package dev.sandi.ingress.send;

import dev.sandi.ingress.app.App;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.Field;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, all rules kept.
 *
 * @param otp the client's own code; null if one is to be generated
 */
record OtpOrder(
    PhoneNumber msisdn,
    SmsTemplate template,
    @Nullable OtpCode otp,
    TimeLimit timeLimit,
    ChallengeName challenge,
    @Nullable CallbackUrl callbackUrl) {

  private static final int GENERATED_LENGTH = 6;

  /**
   * Reads an order. Fields that are not known are ignored.
   *
   * @throws Refusal 400 for the first field, in the order of the contract, that breaks its rule
   */
  static OtpOrder read(JsonBody body, App app) {
    return new OtpOrder(
        Field.MSISDN.requiredIn(body),
        Field.TEMPLATE.in(body).orElse(SmsTemplate.DEFAULT),
        Field.OTP.in(body).orElse(null),
        Field.TIME_LIMIT.in(body).orElse(TimeLimit.DEFAULT),
        Field.CHALLENGE.in(body).orElse(ChallengeName.DEFAULT),
        callbackUrl(body, app));
  }

  private static @Nullable CallbackUrl callbackUrl(JsonBody body, App app) {
    CallbackUrl url = Field.CALLBACK_URL.in(body).orElse(null);
    if (url != null && !url.secure() && !app.allowsInsecureCallbacks()) {
      throw Field.CALLBACK_URL.invalid("callback url should be an absolute https URL");
    }
    return url;
  }

  /** The same, with a code if the client has none of its own. */
  OtpOrder withDefault(@Nullable OtpCode code) {
    return otp != null || code == null
        ? this
        : new OtpOrder(msisdn, template, code, timeLimit, challenge, callbackUrl);
  }

  /** SMS segments that will be billed. */
  int segments() {
    return template.segments(otp == null ? GENERATED_LENGTH : otp.length());
  }
}
