package dev.sandi.ingress.app;

import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.value.AndroidHash;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CodeFormat;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.WebOtpDomain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What administrators choose for an app.
 *
 * @param code what generated codes are made of
 * @param webOtp the site that browsers may fill its codes in at
 * @param androidHash the Android app that may read its codes
 * @param checkModes {@code enforce}, {@code shadow} or {@code off} by the check's name
 * @param owner whose apps the checks watch as one; null if the app is alone
 * @param allowedDomains where links in its templates may lead to
 * @param checkSettings by the check's name, only what differs from the defaults
 * @param callbacks what it wants of its callbacks beside the usual
 */
record AppSettings(
    String name,
    Mode mode,
    LimitSettings limits,
    boolean insecureCallbacks,
    boolean returnOtp,
    CodeFormat code,
    @Nullable WebOtpDomain webOtp,
    @Nullable AndroidHash androidHash,
    Map<String, String> checkModes,
    @Nullable String owner,
    List<String> allowedDomains,
    Map<String, Map<String, Object>> checkSettings,
    CallbackPolicy callbacks) {

  private static final int MOST_CHECKS = 50;
  private static final List<String> CHECK_MODES = List.of("enforce", "shadow", "off");

  /**
   * {@link Limits} as they are written.
   *
   * @param resendWaits in seconds
   */
  record LimitSettings(
      int requestsPerSecond, List<Long> resendWaits, int sendsPerHour, int sendsPerDay) {

    static LimitSettings of(Limits limits) {
      return new LimitSettings(
          limits.requestsPerSecond(),
          limits.resendWaits().stream().map(Duration::toSeconds).toList(),
          limits.perHour(),
          limits.perDay());
    }
  }

  /**
   * Reads settings; what is absent has its default. Faults are noted, and told by {@link
   * JsonFields#end}.
   */
  static AppSettings read(JsonFields fields) {
    fields.require("name");
    return new AppSettings(
        fields.text("name", 1, 100).orElse(""),
        fields.choice("mode", Mode.NAMES).map(Mode::named).orElse(Mode.LIVE),
        limits(fields.fields("limits")),
        fields.flag("insecure_callbacks", false),
        fields.flag("return_otp", false),
        code(fields.fields("code")),
        fields.parsed("web_otp", WebOtpDomain::new).orElse(null),
        fields.parsed("android_hash", AndroidHash::new).orElse(null),
        checkModes(fields),
        fields.parsed("owner", AppSettings::owner).orElse(null),
        CheckSettings.domains(fields),
        CheckSettings.read(fields),
        callbacks(fields.fields("callbacks")));
  }

  /** Named as apps are, since an app that is alone is its own. */
  private static String owner(String text) {
    try {
      return new AppId(text).value();
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          "owner should be 1-64 letters, digits, hyphens and underscores");
    }
  }

  private static CallbackPolicy callbacks(JsonFields fields) {
    CallbackPolicy usual = CallbackPolicy.DEFAULT;
    return new CallbackPolicy(
        fields
            .numbers("retry_schedule", CallbackPolicy.MOST_PAUSES, 1, CallbackPolicy.LONGEST_PAUSE)
            .orElse(List.of()),
        fields.flag("at_most_once", false),
        fields
            .choice("order", CallbackPolicy.Order.slugs())
            .map(CallbackPolicy.Order::of)
            .orElse(usual.order()),
        fields
            .choice("style", CallbackPolicy.Style.slugs())
            .map(CallbackPolicy.Style::of)
            .orElse(usual.style()));
  }

  private static CodeFormat code(JsonFields fields) {
    CodeFormat usual = CodeFormat.DEFAULT;
    return new CodeFormat(
        fields
            .number("length", CodeFormat.SHORTEST, CodeFormat.LONGEST)
            .map(Math::toIntExact)
            .orElse(usual.length()),
        fields
            .choice("alphabet", CodeFormat.Alphabet.names())
            .map(CodeFormat.Alphabet::of)
            .orElse(usual.alphabet()));
  }

  private static LimitSettings limits(JsonFields fields) {
    LimitSettings usual = LimitSettings.of(Limits.DEFAULT);
    List<Long> waits = fields.numbers("resend_waits", 10, 0, 3600).orElse(usual.resendWaits());
    if (!waits.equals(waits.stream().sorted().toList())) {
      // A Retry-After would not be true.
      fields.fault("resend_waits", "resend_waits should not shrink");
    }
    return new LimitSettings(
        number(fields, "requests_per_second", 100_000, usual.requestsPerSecond()),
        waits,
        number(fields, "sends_per_hour", 10_000, usual.sendsPerHour()),
        number(fields, "sends_per_day", 100_000, usual.sendsPerDay()));
  }

  private static int number(JsonFields fields, String name, int most, int usual) {
    return fields.number(name, 1, most).map(Math::toIntExact).orElse(usual);
  }

  private static Map<String, String> checkModes(JsonFields settings) {
    JsonFields fields = settings.fields("check_modes");
    if (fields.names().size() > MOST_CHECKS) {
      settings.fault(
          "check_modes", "check_modes should name at most %d checks".formatted(MOST_CHECKS));
    }
    Map<String, String> modes = new TreeMap<>();
    for (String check : fields.names()) {
      if (check.matches("[a-z][a-z0-9_-]{0,63}")) {
        fields.choice(check, CHECK_MODES).ifPresent(mode -> modes.put(check, mode));
      }
    }
    return modes;
  }
}
