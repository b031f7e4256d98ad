package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.JudgedRun;

/** Runs that end with 1 if a promise is broken: {@code -Dbench.only=crash} and its like. */
public final class CrashRuns {

  private CrashRuns() {}

  public static void main(String[] args) throws InterruptedException {
    JudgedRun.exitAfter(
        (only, progress, table) ->
            switch (only) {
              case "crash" -> CrashRun.run(CrashSettings.ofThisProcess(), progress, table);
              case "recovery" -> Recovery.run(progress, table);
              default -> throw new BenchmarkFailure("bench.only is " + only);
            });
  }
}
