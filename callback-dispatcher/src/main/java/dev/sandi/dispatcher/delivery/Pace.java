package dev.sandi.dispatcher.delivery;

/**
 * How many attempts one endpoint gets at once, and a second: both fall by half when it is too much
 * for it, and grow by small steps while it succeeds (additive increase, multiplicative decrease).
 * Guarded by its {@link Lanes}.
 *
 * <p>Attempts that were under way when it fell tell of the time before, and do not make it fall
 * again.
 */
final class Pace {

  private static final double SECOND = 1e9;

  /** Each success adds this to the rate: at most a tenth a second. */
  private static final double STEP = 0.1;

  /** What may be saved up while nothing is started, in seconds. */
  private static final double BURST = 0.05;

  private static final double LEAST = 1;

  private final int mostSlots;
  private final double mostPerSecond;
  private double slots;
  private double perSecond;
  private double tokens;
  private long filledAt;
  private int round;
  private long countedSince;
  private int counted;
  private double recently;

  Pace(int mostSlots, double mostPerSecond, long now) {
    this.mostSlots = mostSlots;
    this.mostPerSecond = mostPerSecond;
    this.slots = mostSlots;
    this.perSecond = mostPerSecond;
    this.tokens = burst();
    this.filledAt = now;
    this.countedSince = now;
  }

  int slots() {
    return (int) slots;
  }

  double perSecond() {
    return perSecond;
  }

  /** Whether the rate has room for another. */
  boolean mayStart(long now) {
    tokens = Math.min(burst(), tokens + perSecond * (now - filledAt) / SECOND);
    filledAt = now;
    return tokens >= 1;
  }

  /**
   * Counts an attempt.
   *
   * @return the round that it belongs to, for {@link #ended}
   */
  int started(long now) {
    tokens--;
    if (now - countedSince >= SECOND) {
      recently = counted * SECOND / (now - countedSince);
      countedSince = now;
      counted = 0;
    }
    counted++;
    return round;
  }

  void ended(Feedback feedback, int startedIn) {
    if (feedback == Feedback.SUCCEEDED) {
      slots = Math.min(mostSlots, slots + 1 / slots);
      perSecond = Math.min(mostPerSecond, perSecond + STEP);
    } else if (feedback != Feedback.NONE && startedIn == round) {
      round++;
      slots = Math.max(LEAST, slots / 2);
      if (feedback == Feedback.THROTTLED) {
        double used = Math.max(recently, counted);
        perSecond = Math.min(perSecond, Math.max(LEAST, Math.min(perSecond, used) / 2));
        tokens = Math.min(tokens, burst());
      }
    }
  }

  private double burst() {
    return Math.max(1, perSecond * BURST);
  }
}
