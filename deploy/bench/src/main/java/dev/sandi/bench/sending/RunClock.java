package dev.sandi.bench.sending;

/** Milliseconds since the start of a run, on every side of it. */
public final class RunClock {

  private final long start = System.nanoTime();

  public long millis() {
    return millisAt(System.nanoTime());
  }

  /** The same of a {@link System#nanoTime}. */
  public long millisAt(long nanos) {
    return (nanos - start) / 1_000_000;
  }
}
