package dev.sandi.processor.report;

/**
 * Messages, and how many of them would usually have arrived.
 *
 * @param variance of the number that is expected
 */
record Sample(long taken, long early, double expected, double variance) {

  static final Sample NONE = new Sample(0, 0, 0, 0);

  /** As far from what is expected as chance hardly ever is. */
  private static final double FAR = 4;

  Sample and(DeliveryDrops.Minute minute, double usual) {
    return new Sample(
        taken + minute.taken(),
        early + minute.early(),
        expected + minute.taken() * usual,
        variance + minute.taken() * usual * (1 - usual));
  }

  boolean isBelow() {
    return early < expected / 2;
  }

  boolean isFarBelow() {
    return isBelow() && expected - early > FAR * Math.sqrt(variance);
  }
}
