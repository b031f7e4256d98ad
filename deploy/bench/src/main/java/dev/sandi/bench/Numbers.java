package dev.sandi.bench;

import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Nine digits each, in an order in which neighbours in time are no neighbours as numbers: always
 * the same ones.
 */
public final class Numbers {

  /** One for the whole run: a number that is asked for twice would have to wait. */
  static final Numbers FRESH = new Numbers();

  /** Has no factor in common with 10^9. */
  private static final long STRIDE = 387_420_489;

  private static final long ALL = 1_000_000_000;

  /** Of the stride, modulo 10^9. */
  private static final long INVERSE =
      BigInteger.valueOf(STRIDE).modInverse(BigInteger.valueOf(ALL)).longValueExact();

  private final AtomicLong count = new AtomicLong();

  public long next() {
    return count.incrementAndGet() % ALL * STRIDE % ALL;
  }

  /** How many were given so far. */
  public long given() {
    return count.get();
  }

  /** As the how manieth a number is given; the first is 1. */
  public static long position(long number) {
    return number * INVERSE % ALL;
  }
}
