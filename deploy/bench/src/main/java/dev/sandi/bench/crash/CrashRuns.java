package dev.sandi.bench.crash;

import dev.sandi.bench.JudgedRun;

/** The run that ends with 1 if a promise is broken: {@code -Dbench.only=crash}. */
public final class CrashRuns {

  private CrashRuns() {}

  public static void main(String[] args) throws InterruptedException {
    JudgedRun.exitAfter(
        (only, progress, table) -> CrashRun.run(CrashSettings.ofThisProcess(), progress, table));
  }
}
