package dev.sandi.bench.traffic;

import java.util.SplittableRandom;

/** Random draws that are the same by the same seed, on any machine. */
final class Draws {

  private final SplittableRandom random;

  Draws(long seed, String name) {
    this.random = new SplittableRandom(mix(seed + 31L * name.hashCode()));
  }

  /** Spreads a number over all longs (the finalizer of SplitMix64). */
  static long mix(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  boolean with(double probability) {
    return random.nextDouble() < probability;
  }

  double share() {
    return random.nextDouble();
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  long any() {
    return random.nextLong();
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }
}
