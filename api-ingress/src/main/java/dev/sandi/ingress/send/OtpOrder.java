package dev.sandi.ingress.send;

import static dev.sandi.value.SmsTemplate.MAX_SEGMENTS;

import dev.sandi.ingress.app.App;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.Field;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, all rules kept.
 *
 * @param ending the lines below the text
 * @param generatedLength number of characters of a code that is generated
 * @param otp the client's own code; null if one is to be generated
 */
record OtpOrder(
    PhoneNumber msisdn,
    SmsTemplate template,
    SmsEnding ending,
    int generatedLength,
    @Nullable OtpCode otp,
    TimeLimit timeLimit,
    ChallengeName challenge,
    @Nullable CallbackUrl callbackUrl) {

  /** The text alone keeps to the limit by itself. */
  OtpOrder {
    if (!ending.isEmpty() && segments(template, ending, generatedLength, otp) > MAX_SEGMENTS) {
      throw Field.TEMPLATE.invalid("template should fit into 10 SMS segments");
    }
  }

  /**
   * Reads an order. Fields that are not known are ignored.
   *
   * @throws Refusal 400 for the first field, in the order of the contract, that breaks its rule
   */
  static OtpOrder read(JsonBody body, App app) {
    return new OtpOrder(
        Field.MSISDN.requiredIn(body),
        template(body, app),
        app.ending(),
        app.code().length(),
        Field.OTP.in(body).orElse(null),
        Field.TIME_LIMIT.in(body).orElse(TimeLimit.DEFAULT),
        Field.CHALLENGE.in(body).orElse(ChallengeName.DEFAULT),
        callbackUrl(body, app));
  }

  private static SmsTemplate template(JsonBody body, App app) {
    Optional<SmsTemplate> text = Field.TEMPLATE.in(body);
    Optional<String> name = Field.TEMPLATE_NAME.in(body);
    if (name.isEmpty()) {
      return text.orElseGet(app::defaultTemplate);
    }
    if (text.isPresent()) {
      throw Field.TEMPLATE.invalid("template and template name exclude each other");
    }
    return app.template(name.get())
        .orElseThrow(() -> Field.TEMPLATE.invalid("there is no template of this name"));
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
        : new OtpOrder(
            msisdn, template, ending, generatedLength, code, timeLimit, challenge, callbackUrl);
  }

  /** SMS segments that will be billed. */
  int segments() {
    return segments(template, ending, generatedLength, otp);
  }

  private static int segments(
      SmsTemplate template, SmsEnding ending, int generatedLength, @Nullable OtpCode otp) {
    return template.segments(otp == null ? generatedLength : otp.length(), ending);
  }
}
