package dev.sandi.ingress.blocklist;

/** Digits as a {@code long}: with a 1 in front, so that leading zeros count. Never 0. */
public final class DigitCode {

  private static final long[] POWERS = new long[17];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private DigitCode() {}

  public static long of(String digits) {
    long code = 1;
    for (int i = 0; i < digits.length(); i++) {
      code = code * 10 + (digits.charAt(i) - '0');
    }
    return code;
  }

  /** The code of a number's digits without the last {@code dropped} ones. */
  static long withoutLast(long code, int dropped) {
    return code / POWERS[dropped];
  }
}
