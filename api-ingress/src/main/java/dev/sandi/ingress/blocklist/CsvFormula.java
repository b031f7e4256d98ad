package dev.sandi.ingress.blocklist;

/**
 * Keeps text from being a formula in a spreadsheet: what begins with {@code =}, {@code +}, {@code
 * -} or {@code @} gets an apostrophe in front, which is how spreadsheets themselves mark text
 * (OWASP, "CSV Injection"). It comes off again when the text is read, so that nothing is changed by
 * a round trip.
 */
final class CsvFormula {

  private CsvFormula() {}

  static String disarm(String text) {
    return isMarkedFormula(text) ? "'" + text : text;
  }

  static String restore(String text) {
    return text.startsWith("'") && isMarkedFormula(text) ? text.substring(1) : text;
  }

  /** Apostrophes, or none, and then a formula. */
  private static boolean isMarkedFormula(String text) {
    int at = 0;
    while (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == ' ')) {
      at++;
    }
    return at < text.length() && "=+-@".indexOf(text.charAt(at)) >= 0;
  }
}
