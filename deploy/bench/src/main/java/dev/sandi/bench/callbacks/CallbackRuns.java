package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Property;
import dev.sandi.bench.Table;
import dev.sandi.local.LocalFailure;
import java.util.List;

/** Runs that end with 1 if a figure is missed: {@code -Dbench.only=callbacks} and its like. */
public final class CallbackRuns {

  private CallbackRuns() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      System.exit(run(Property.words("bench.only", ",")) ? 0 : 1);
    } catch (BenchmarkFailure | LocalFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static boolean run(List<String> only) throws InterruptedException {
    CallbackSettings settings = CallbackSettings.ofThisProcess();
    Progress progress = new Progress();
    Table table = new Table();
    boolean held =
        switch (String.join(",", only)) {
          case "callbacks" -> Callbacks.run(settings, progress, table);
          case "pending" -> Pending.run(settings, progress, table);
          case "callbackkills" -> CallbackKills.run(KillSettings.ofThisProcess(), progress, table);
          default -> throw new BenchmarkFailure("bench.only is " + only);
        };
    System.out.printf(
        "%nJDK %s, %d cores%n%n%s%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        table.show());
    return held;
  }
}
