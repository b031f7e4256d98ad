package dev.sandi.bench.crash;

import java.util.SplittableRandom;

/** Mishaps of one sort. */
@FunctionalInterface
interface Mishaps {

  /** One of them by lot, which has not begun. */
  Mishap draw(SplittableRandom random);
}
