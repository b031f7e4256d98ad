package dev.sandi.bench.sending;

/** Milliseconds since the start of a run, on every side of it. */
final class RunClock {

  private final long start = System.nanoTime();

  long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
