package dev.sandi.bench.traffic;

/** Numbers beside a number. */
final class Blocks {

  private Blocks() {}

  /** The number that is {@code steps} further; as long as this one. */
  static String add(String msisdn, long steps) {
    String sum = Long.toString(Long.parseLong(msisdn) + steps);
    if (sum.length() != msisdn.length()) {
      throw new IllegalArgumentException(msisdn + " has no neighbour at " + steps);
    }
    return sum;
  }
}
