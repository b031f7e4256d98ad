package dev.sandi.ingress.funnel;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often something took how long, in steps that grow by ten percent: what is read off is within
 * 5 % of what it was, or within a millisecond (Masson et al., <a
 * href="https://arxiv.org/abs/1908.10693">DDSketch</a>, 2.1). Those of several copies and times are
 * added step by step, and nothing is lost by it.
 *
 * <p>Not to be used by several threads at a time.
 */
final class Durations {

  /** As in the function {@code duration_step}. */
  private static final double GROWTH = 1.1;

  private static final double LOG_GROWTH = Math.log(GROWTH);

  private static final double NANOS_OF_MILLI = 1_000_000;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();

  /** The step of what took so long; 0 for a millisecond and less. */
  static int step(long nanos) {
    return (int) Math.ceil(Math.log(Math.max(nanos / NANOS_OF_MILLI, 1)) / LOG_GROWTH);
  }

  void add(Map<Integer, Long> others) {
    others.forEach((step, count) -> counts.merge(step, count, Long::sum));
  }

  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What so many took at most, in milliseconds.
   *
   * @param share of all, above 0 and up to 1
   * @throws IllegalStateException if there are none
   */
  long percentile(double share) {
    long left = (long) Math.ceil(share * count());
    for (Map.Entry<Integer, Long> step : counts.entrySet()) {
      left -= step.getValue();
      if (left <= 0) {
        return Math.round(2 * Math.pow(GROWTH, step.getKey()) / (1 + GROWTH));
      }
    }
    throw new IllegalStateException("nothing was measured");
  }
}
