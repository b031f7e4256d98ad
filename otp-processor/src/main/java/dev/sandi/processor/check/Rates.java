package dev.sandi.processor.check;

import dev.sandi.processor.check.TrafficHistory.Count;

/** What a few messages tell of how many of many would be verified. */
final class Rates {

  /** Of the normal distribution: one in a hundred is further off, to one side. */
  private static final double ONE_IN_A_HUNDRED = 2.326;

  private Rates() {}

  /**
   * Whether a rate is below a bar, and not by chance: the upper bound of Wilson's interval, at 99
   * %. It holds for few messages, too, and for none that are verified.
   *
   * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
   */
  static boolean isBelow(Count count, double bar) {
    if (count.sent() == 0) {
      return false;
    }
    double n = count.sent();
    double rate = Math.min(1, count.verified() / n);
    double z = ONE_IN_A_HUNDRED;
    double middle = rate + z * z / (2 * n);
    double spread = z * Math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
    return (middle + spread) / (1 + z * z / n) < bar;
  }
}
