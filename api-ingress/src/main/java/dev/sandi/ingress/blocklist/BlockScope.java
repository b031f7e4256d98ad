package dev.sandi.ingress.blocklist;

/** What is blocked for one app, or for all: numbers and prefixes, each until its deadline. */
final class BlockScope {

  /** The deadline of a block that does not end by itself. */
  static final long NEVER = Long.MAX_VALUE;

  private final Deadlines numbers = new Deadlines();

  /** Apart: they are few, and asked for several times a request, so that they stay in the cache. */
  private final Deadlines prefixes = new Deadlines();

  /** Bit n: there is a prefix of n digits, or there was one. */
  private volatile int prefixLengths;

  /** Only by one thread at a time, as {@link #unblock}. Times are in microseconds of the epoch. */
  void block(String digits, boolean prefix, long until, long now) {
    of(prefix).put(DigitCode.of(digits), until, now);
    if (prefix) {
      prefixLengths = prefixLengths | (1 << digits.length());
    }
  }

  void unblock(String digits, boolean prefix) {
    of(prefix).remove(DigitCode.of(digits));
  }

  private Deadlines of(boolean prefix) {
    return prefix ? prefixes : numbers;
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
    if (numbers.get(code) > now) {
      return length;
    }
    // Prefixes as long as the number, or shorter.
    int lengths = prefixLengths & ((2 << length) - 1);
    while (lengths != 0) {
      int n = 31 - Integer.numberOfLeadingZeros(lengths);
      if (prefixes.get(DigitCode.withoutLast(code, length - n)) > now) {
        return -n;
      }
      lengths &= ~(1 << n);
    }
    return 0;
  }

  long size() {
    return numbers.size() + prefixes.size();
  }
}
