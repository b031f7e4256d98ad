package dev.sandi.ingress.app;

import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.SmsText;
import dev.sandi.value.TemplateRisks;
import dev.sandi.value.TemplateRisks.Risk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a text before it is used. */
final class LintTemplate {

  private static final String PLACE = "$OTP";

  /** SMS Retriever API: longer ones are not handed to the app. */
  private static final int MOST_BYTES_ON_ANDROID = 140;

  private static final int MOST_CHARACTERS_TOLD = 20;

  private LintTemplate() {}

  /**
   * What was found.
   *
   * @param severity {@code error}: it cannot be used; {@code warning}: it can, and should not
   * @param code a stable slug
   */
  record Finding(String severity, String code, String message) {

    boolean isError() {
      return severity.equals("error");
    }
  }

  /**
   * A text as it would be sent.
   *
   * @param segments that are billed
   * @param encoding {@code GSM-7} or {@code UCS-2}
   */
  record Lint(int segments, String encoding, List<Finding> findings) {

    List<Finding> errors() {
      return findings.stream().filter(Finding::isError).toList();
    }
  }

  /** Looks at a text as an app with these settings would send it. */
  static Lint of(String text, AppSettings settings) {
    SmsEnding ending = new SmsEnding(settings.webOtp(), settings.androidHash());
    String code = settings.code().alphabet().symbols().substring(0, 1);
    String sample = code.repeat(settings.code().length());
    SmsText sms = ending.below(text.replace(PLACE, sample), sample);
    List<Finding> findings = new ArrayList<>();
    place(text, findings);
    length(sms, settings, findings);
    characters(sms, findings);
    // As the processor's check of spam does.
    TemplateRisks.of(text, settings.allowedDomains()).forEach(risk -> findings.add(finding(risk)));
    return new Lint(sms.segments(), sms.isUcs2() ? "UCS-2" : "GSM-7", findings);
  }

  private static void place(String text, List<Finding> findings) {
    int first = text.indexOf(PLACE);
    if (first < 0) {
      findings.add(error("code_missing", "template should contain $OTP"));
    } else if (text.indexOf(PLACE, first + 1) >= 0) {
      findings.add(error("code_repeated", "template should contain $OTP only once"));
    }
  }

  private static void length(SmsText sms, AppSettings settings, List<Finding> findings) {
    int segments = sms.segments();
    if (segments > SmsTemplate.MAX_SEGMENTS) {
      findings.add(error("too_many_segments", "template should fit into 10 SMS segments"));
    } else if (segments > 1) {
      findings.add(
          warning("several_segments", "each SMS is billed as %d segments".formatted(segments)));
    }
    if (settings.androidHash() != null
        && sms.value().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES_ON_ANDROID) {
      findings.add(
          warning(
              "too_long_for_android",
              "an Android app is handed SMS of at most %d bytes".formatted(MOST_BYTES_ON_ANDROID)));
    }
  }

  private static void characters(SmsText sms, List<Finding> findings) {
    if (sms.isUcs2()) {
      String outside =
          sms.outsideGsm().stream()
              .limit(MOST_CHARACTERS_TOLD)
              .map("U+%04X"::formatted)
              .collect(Collectors.joining(", "));
      findings.add(
          warning("ucs2", "70 characters a segment instead of 160, because of " + outside));
    }
  }

  private static Finding finding(Risk risk) {
    String what =
        switch (risk.kind()) {
          case FOREIGN_LINK -> "a link outside the app's domains: ";
          case LOOK_ALIKE_DOMAIN -> "a domain that looks like another one: ";
          case CALL_BACK_NUMBER -> "a number to call: ";
          case HIDDEN_CHARACTERS -> "a character that nobody sees: ";
        };
    return warning(risk.kind().slug(), what + risk.detail());
  }

  private static Finding error(String code, String message) {
    return new Finding("error", code, message);
  }

  private static Finding warning(String code, String message) {
    return new Finding("warning", code, message);
  }
}
