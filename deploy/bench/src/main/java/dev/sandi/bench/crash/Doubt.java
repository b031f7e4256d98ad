package dev.sandi.bench.crash;

/** What nobody in the installation can know while it is disturbed. */
enum Doubt {
  /** Whether a submit was taken: another SMS may follow. */
  SUBMITS,
  /** When a submit arrives: one that was given up may come after the one that followed it. */
  LATE_SUBMITS,
  /** Whether a callback was taken: it may be made again. */
  CALLBACKS
}
