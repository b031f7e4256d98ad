package dev.sandi.processor.smpp;

/**
 * The rate of a bind. What is saved up is a tenth of a second's worth at most, so that no second
 * has much more than the rate.
 */
final class TokenBucket {

  private static final double NANOS = 1e9;

  private final double perNano;
  private final double capacity;
  private double tokens;
  private long at;

  /**
   * @param rate a second; 0 is no limit
   * @param now as {@link System#nanoTime}, as everywhere here
   */
  TokenBucket(int rate, long now) {
    this.perNano = rate / NANOS;
    this.capacity = Math.max(1, rate / 10.0);
    this.tokens = capacity;
    this.at = now;
  }

  boolean isUnlimited() {
    return perNano == 0;
  }

  /** How many may go now. */
  synchronized int available(long now) {
    if (isUnlimited()) {
      return Integer.MAX_VALUE;
    }
    fill(now);
    return (int) Math.max(0, tokens);
  }

  /**
   * Takes one, which may not be there yet.
   *
   * @return nanoseconds until it is
   */
  synchronized long reserve(long now) {
    if (isUnlimited()) {
      return 0;
    }
    fill(now);
    tokens--;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perNano);
  }

  private void fill(long now) {
    tokens = Math.min(capacity, tokens + (now - at) * perNano);
    at = now;
  }
}
