package dev.sandi.ingress.send;

import dev.sandi.ingress.admission.IdempotencyKey;
import dev.sandi.ingress.app.App;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.Field;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.TimeLimit;
import org.jspecify.annotations.Nullable;

/**
 * A request under a key that may not be sent as its app is set now: a template was removed, say, or
 * plain-http callbacks are no longer allowed. It may have been answered while it still might, and
 * then that is its answer.
 *
 * @param refusal its answer, unless it had one before
 */
record Repetition(
    PhoneNumber msisdn,
    @Nullable OtpCode otp,
    TimeLimit timeLimit,
    ChallengeName challenge,
    App app,
    IdempotencyKey key,
    Arrival arrival,
    @Nullable String userAgent,
    Refusal refusal) {

  /**
   * Reads what an answer is made of.
   *
   * @throws Refusal 400 if the body breaks a rule whatever its app's settings: it can have had no
   *     answer
   */
  static Repetition of(
      JsonBody body,
      App app,
      IdempotencyKey key,
      Arrival arrival,
      @Nullable String userAgent,
      Refusal refusal) {
    Field.TEMPLATE.in(body);
    Field.TEMPLATE_NAME.in(body);
    Field.CALLBACK_URL.in(body);
    return new Repetition(
        Field.MSISDN.requiredIn(body),
        Field.OTP.in(body).orElse(null),
        Field.TIME_LIMIT.in(body).orElse(TimeLimit.DEFAULT),
        Field.CHALLENGE.in(body).orElse(ChallengeName.DEFAULT),
        app,
        key,
        arrival,
        userAgent,
        refusal);
  }
}
