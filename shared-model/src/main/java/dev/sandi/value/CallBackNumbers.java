package dev.sandi.value;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers to call: as they are written abroad ({@code +62…}, {@code 00…}) or at home ({@code 0…},
 * toll-free), any long one, and short ones behind a word such as "call". Dates, amounts of money
 * and times of day are none. What is written out in words is not seen.
 */
final class CallBackNumbers {

  private static final Pattern DIGITS =
      Pattern.compile("[+(]?\\p{Nd}(?:[ \\u00A0./()\\u2010-\\u2015-]{0,3}\\p{Nd}){2,19}");

  private static final Pattern DATE =
      Pattern.compile(
          "(?:(?:19|20)[0-9]{2}([-./ ])[0-9]{1,2}\\1[0-9]{1,2}"
              + "|[0-9]{1,2}([-./ ])[0-9]{1,2}\\2(?:19|20)?[0-9]{2})(?: [0-9]{1,2})?");

  private static final Pattern AMOUNT =
      Pattern.compile("[0-9]{1,3}(?:([., ])[0-9]{3})(?:\\1[0-9]{3})*(?:[.,][0-9]{2})?");

  private static final Pattern TOLL_FREE =
      Pattern.compile("1?8(?:00|33|44|55|66|77|88)[0-9]{7}|[0]8(?:00|03|04)[0-9]{5,8}");

  /** In the languages of the countries that are pumped and phished most. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:\\b(?:call|calling|phone|dial|ring|tel|telp|telepon|telefon|hubungi|kontak|contact"
              + "|whatsapp|wa|sms|text|hotline|helpline|call center|call centre|llame|llama|ligue"
              + "|appelez|anrufen|panggil|tumawag|goi|gọi|звоните|позвоните|тел)"
              + "|拨打|致电|电话|電話|اتصل|कॉल)[^\\p{L}\\p{Nd}]{0,4}"
              + "(?:(?:us|me|kami|at|on|to|the|number|no|nomor|ke|di|our|al|a|au|unter|:)"
              + "[^\\p{L}\\p{Nd}]{1,4}){0,3}$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final int FEW = 3;
  private static final int SHORTEST = 7;
  private static final int LONG = 9;
  private static final int LONGEST = 15;

  private CallBackNumbers() {}

  /** The numbers in a text, masked. */
  static Set<String> in(String text) {
    Set<String> numbers = new LinkedHashSet<>();
    Matcher match = DIGITS.matcher(text);
    while (match.find()) {
      String written = ascii(match.group());
      String digits = written.replaceAll("[^0-9]", "");
      String before = text.substring(Math.max(0, match.start() - 40), match.start());
      if (isNumber(written, digits, before)) {
        numbers.add(masked(digits));
      }
    }
    return numbers;
  }

  private static boolean isNumber(String written, String digits, String before) {
    int length = digits.length();
    if (CALL.matcher(before).find() && length >= FEW && length <= LONGEST) {
      return true;
    }
    if (DATE.matcher(written).matches()) {
      return false;
    }
    if (written.startsWith("+")) {
      return length >= SHORTEST && length <= LONGEST;
    }
    if (TOLL_FREE.matcher(digits).matches()) {
      return true;
    }
    if (AMOUNT.matcher(written).matches() && !written.startsWith("0")) {
      return false;
    }
    return digits.startsWith("0") ? length > SHORTEST : length >= LONG;
  }

  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int digit = Character.digit(c, 10);
              if (digit >= 0) {
                ascii.append(digit);
              } else {
                ascii.appendCodePoint(c == 0xA0 ? ' ' : c);
              }
            });
    return ascii.toString();
  }

  private static String masked(String digits) {
    int shown = digits.length() < SHORTEST ? 1 : 2;
    return digits.substring(0, shown)
        + "*".repeat(digits.length() - 2 * shown)
        + digits.substring(digits.length() - shown);
  }
}
