package dev.sandi.bench.ground;

import java.util.Locale;
import java.util.Map;

/** What a run found, as tables. */
final class Report {

  private Report() {}

  static String of(Ledger ledger) {
    return attacks(ledger) + "\n" + honest(ledger);
  }

  private static String attacks(Ledger ledger) {
    Grid grid =
        new Grid(
            "attack",
            "messages",
            "sent",
            "before the first refusal",
            "stopped after 50",
            "",
            "by check");
    ledger
        .attacks()
        .forEach(
            (name, tally) ->
                grid.add(
                    name,
                    count(tally.asked()),
                    count(tally.sent()),
                    count(tally.sentBefore()),
                    percent(tally.stoppedShare(), 1),
                    verdict(Ledger.isStopped(tally)),
                    tally.checks()));
    return grid.show() + "target: at least 95 % of each attack's messages after the first 50\n";
  }

  private static String honest(Ledger ledger) {
    Grid grid = new Grid("honest requests", "messages", "refused", "share", "", "by check");
    ledger.honest().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> add(grid, entry.getKey(), entry.getValue(), ""));
    add(grid, "all", ledger.allHonest(), verdict(ledger.sparesHonest()));
    Tally all = ledger.allHonest();
    return grid.show()
        + "target: at most 0.5 % of all honest requests\n"
        + (all.failed() == 0 ? "" : "not sent, by no check: " + all.failures() + "\n");
  }

  private static void add(Grid grid, String name, Tally tally, String verdict) {
    grid.add(
        name,
        count(tally.asked()),
        count(tally.refused()),
        percent(tally.refusedShare(), 3),
        verdict,
        tally.checks());
  }

  static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(double share, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * share);
  }

  private static String verdict(boolean met) {
    return met ? "met" : "MISSED";
  }
}
