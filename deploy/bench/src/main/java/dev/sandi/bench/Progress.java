package dev.sandi.bench;

import java.util.Locale;

/** Lines that tell whoever waits how far a run is. */
public final class Progress {

  private final long start = System.nanoTime();

  public void tell(String format, Object... args) {
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    System.out.printf("%3d s  %s%n", seconds, String.format(Locale.ROOT, format, args).strip());
  }
}
