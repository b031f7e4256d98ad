package dev.sandi.ingress.blocklist;

/**
 * Digits as a {@code long}: with a 1 in front, so that leading zeros count, and negative for a
 * prefix. Never 0. The longest, 16 digits, takes 55 bits.
 */
final class DigitCode {

  private static final long[] POWERS = new long[17];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private DigitCode() {}

  /** The code of a whole number. */
  static long of(String digits) {
    long code = 1;
    for (int i = 0; i < digits.length(); i++) {
      code = code * 10 + (digits.charAt(i) - '0');
    }
    return code;
  }

  static long of(String digits, boolean prefix) {
    return prefix ? -of(digits) : of(digits);
  }

  /** The code of the prefix that leaves {@code dropped} digits of a number away. */
  static long prefixOf(long number, int dropped) {
    return -(number / POWERS[dropped]);
  }
}
