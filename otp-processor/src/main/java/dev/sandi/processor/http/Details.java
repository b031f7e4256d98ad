package dev.sandi.processor.http;

import dev.sandi.processor.gateway.Sms;
import java.util.regex.Pattern;

/** Words of a provider, who may quote what it was sent. */
final class Details {

  private static final int LONGEST = 120;

  /** What may be a code or a number: see what apps may choose as codes. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{4,}");

  /** A number in any notation; what providers use as codes of errors is shorter. */
  private static final Pattern NUMBER = Pattern.compile("\\d(?:[ ().-]?\\d){6,}");

  private Details() {}

  /** The first line without the message's words and its number. */
  static String clean(String words, Sms sms) {
    String line = words.strip().lines().findFirst().orElse("");
    String masked = line.replace(sms.msisdn().digits(), sms.msisdn().masked());
    String hidden =
        WORD.matcher(NUMBER.matcher(masked).replaceAll("***"))
            .replaceAll(word -> sms.text().value().contains(word.group()) ? "***" : "$0");
    String printable = hidden.replaceAll("\\p{C}", "");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST);
  }
}
