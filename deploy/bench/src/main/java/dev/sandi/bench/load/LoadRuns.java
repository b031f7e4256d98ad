package dev.sandi.bench.load;

import dev.sandi.bench.JudgedRun;

/** The whole path under load: {@code -Dbench.only=load}. */
public final class LoadRuns {

  private LoadRuns() {}

  public static void main(String[] args) throws InterruptedException {
    JudgedRun.exitAfter(
        (only, progress, table) -> LoadRun.run(LoadSettings.ofThisProcess(), progress, table));
  }
}
