package dev.sandi.ingress.blocklist;

/** What is blocked for one app, or for all: numbers and prefixes, each until its deadline. */
final class BlockScope {

  /** The deadline of a block that does not end by itself. */
  static final long NEVER = Long.MAX_VALUE;

  private final Deadlines deadlines = new Deadlines();

  /** Bit n: there is a prefix of n digits, or there was one. */
  private volatile int prefixLengths;

  /** Only by one thread at a time, as {@link #unblock}. Times are in microseconds of the epoch. */
  void block(String digits, boolean prefix, long until, long now) {
    deadlines.put(DigitCode.of(digits, prefix), until, now);
    if (prefix) {
      prefixLengths = prefixLengths | (1 << digits.length());
    }
  }

  void unblock(String digits, boolean prefix) {
    deadlines.remove(DigitCode.of(digits, prefix));
  }

  /**
   * Looks for a block of a number: one comparison for the number, and one for each length of
   * prefixes.
   *
   * @param code the number's {@link DigitCode}
   * @return 0 if it is not blocked, its length if it is, and minus the length of the longest prefix
   *     if that is
   */
  int match(long code, int length, long now) {
    if (deadlines.get(code) > now) {
      return length;
    }
    // Prefixes as long as the number, or shorter.
    int lengths = prefixLengths & ((2 << length) - 1);
    while (lengths != 0) {
      int n = 31 - Integer.numberOfLeadingZeros(lengths);
      if (deadlines.get(DigitCode.prefixOf(code, length - n)) > now) {
        return -n;
      }
      lengths &= ~(1 << n);
    }
    return 0;
  }

  long size() {
    return deadlines.size();
  }
}
