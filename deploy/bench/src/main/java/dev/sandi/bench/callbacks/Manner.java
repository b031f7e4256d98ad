package dev.sandi.bench.callbacks;

/** How a receiver treats who calls it. */
enum Manner {
  FAST,
  /** Answers after a third of a second. */
  SLOW,
  /** Answers 500. */
  FAILING,
  /** Answers 500 to the first request of every second id. */
  FLAKY,
  /** Takes every request, and never answers. */
  BLACK_HOLE
}
