package dev.sandi.journey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is the same in every run: a text without its ids, times, codes, signatures and durations.
 */
final class Likeness {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Map<Pattern, String> MASKS = new LinkedHashMap<>();

  static {
    mask("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>");
    mask("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>");
    mask("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", "<trace>");
    mask("v1a?,[A-Za-z0-9+/=]{20,}", "<signature>");
    mask("(\"content-length\" : )\"\\d+\"", "$1<number>");
    mask("(whsec|whpk)_[A-Za-z0-9+/=]+", "<$1>");
    mask("sandi_(live|test)_[0-9A-Za-z]+", "<key>");
    mask("curl/[0-9.]+", "<curl>");
    mask("(_ms|expires_in)(\\\\?\" ?: ?)\\d+", "$1$2<number>");
    mask("\\b1[5-9]\\d{8}\\b", "<seconds>");
    mask("(?m)^\\d{7}(?=  )", "<message>");
    mask("\\b\\d{6}\\b", "<code>");
  }

  private Likeness() {}

  private static void mask(String pattern, String with) {
    MASKS.put(Pattern.compile(pattern), with);
  }

  /**
   * Of an output.
   *
   * @param language {@code json}: laid out alike, too
   */
  static String of(String text, String language) {
    String masked = language.equals("json") ? laidOut(text) : text.strip();
    for (Entry<Pattern, String> mask : MASKS.entrySet()) {
      masked = mask.getKey().matcher(masked).replaceAll(mask.getValue());
    }
    return masked;
  }

  private static String laidOut(String text) {
    try {
      return JSON.readTree(text).toPrettyString();
    } catch (JacksonException e) {
      return "no JSON: " + text;
    }
  }
}
