package dev.sandi.bench.ground;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.local.LocalFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a week for each variant of the settings, and prints what was stopped and who was harmed.
 */
public final class ProvingGround {

  private ProvingGround() {}

  public static void main(String[] args) {
    try {
      GroundRun run = GroundRun.ofThisProcess();
      boolean met = play(run);
      // The broker's and the database's last threads are not worth waiting for.
      System.exit(met || run.report() ? 0 : 1);
    } catch (BenchmarkFailure | LocalFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static boolean play(GroundRun run) {
    Progress progress = new Progress();
    List<Ledger> ledgers = new ArrayList<>();
    for (List<String> settings : run.variants()) {
      progress.tell("%d days with %s", run.plan().days(), name(settings));
      Ledger ledger = play(run, settings, progress);
      ledgers.add(ledger);
      System.out.printf("%nSettings: %s%n%n%s%n", name(settings), Report.of(ledger));
    }
    if (ledgers.size() > 1) {
      System.out.println(compare(run, ledgers));
    }
    return ledgers.stream().allMatch(Ledger::meetsTargets);
  }

  private static Ledger play(GroundRun run, List<String> settings, Progress progress) {
    ProcessorInstallation installation =
        ProcessorInstallation.start(
            run.dir(), ProcessorInstallation.HASTY, run.plan().start(), List.of());
    Thread hook = new Thread(installation::close, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Replay replay = new Replay(installation, run.plan(), settings, run.slice(), progress)) {
      Ledger ledger = replay.run();
      progress.tell("%s", replay.verified());
      return ledger;
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
      installation.close();
    }
  }

  private static String compare(GroundRun run, List<Ledger> ledgers) {
    Grid grid = new Grid("settings", "attacks stopped", "attack messages sent", "honest refused");
    for (int i = 0; i < ledgers.size(); i++) {
      Ledger ledger = ledgers.get(i);
      grid.add(
          name(run.variants().get(i)),
          ledger.stoppedAttacks() + " of " + ledger.attacks().size(),
          Report.count(ledger.attacks().values().stream().mapToInt(Tally::sent).sum()),
          Report.percent(ledger.allHonest().refusedShare(), 3));
    }
    return grid.show();
  }

  private static String name(List<String> settings) {
    return settings.isEmpty() ? "the defaults" : String.join(", ", settings);
  }
}
