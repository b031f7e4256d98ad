package dev.sandi.bench.sending;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.JudgedRun;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;

/** Runs that end with 1 if something did not hold: {@code -Dbench.only=chaos} and its like. */
public final class SendingRuns {

  private SendingRuns() {}

  public static void main(String[] args) throws InterruptedException {
    JudgedRun.exitAfter(SendingRuns::run);
  }

  private static boolean run(String only, Progress progress, Table table)
      throws InterruptedException {
    RunSettings settings = RunSettings.ofThisProcess();
    return switch (only) {
      case "chaos" -> Chaos.run(settings, progress, table);
      case "queued" -> Queued.run(settings.dir(), progress, table);
      case "deadgateway" -> DeadGateway.run(settings, progress, table);
      default -> throw new BenchmarkFailure("bench.only is " + only);
    };
  }
}
