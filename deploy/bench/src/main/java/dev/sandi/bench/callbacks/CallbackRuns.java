package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.JudgedRun;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;

/** Runs that end with 1 if a figure is missed: {@code -Dbench.only=callbacks} and its like. */
public final class CallbackRuns {

  private CallbackRuns() {}

  public static void main(String[] args) throws InterruptedException {
    JudgedRun.exitAfter(CallbackRuns::run);
  }

  private static boolean run(String only, Progress progress, Table table)
      throws InterruptedException {
    return switch (only) {
      case "callbacks" -> Callbacks.run(CallbackSettings.ofThisProcess(), progress, table);
      case "pending" -> Pending.run(CallbackSettings.ofThisProcess(), progress, table);
      case "replay" -> ManyReplayed.run(CallbackSettings.ofThisProcess(), progress, table);
      case "callbackkills" -> CallbackKills.run(KillSettings.ofThisProcess(), progress, table);
      default -> throw new BenchmarkFailure("bench.only is " + only);
    };
  }
}
