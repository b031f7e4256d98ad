package dev.sandi.bench;

import java.util.List;
import java.util.Map;

/**
 * How fast waiting requests become messages with all checks and without any: the same processor,
 * the same kind of numbers, another app.
 */
final class CheckPrice {

  private static final double TARGET = 0.80;
  private static final double MOST_ROUND_TRIPS = 6;

  /** What an app wants of the checks is read for both sides. */
  private static final int FOR_SETTINGS = 1;

  private static final String WITH = "with-checks";
  private static final String WITHOUT = "without-checks";

  private final Settings settings;
  private final Progress progress;
  private final ChildProcess processor;
  private final Backlog backlog;

  private CheckPrice(
      Settings settings, Progress progress, ChildProcess processor, Backlog backlog) {
    this.settings = settings;
    this.progress = progress;
    this.processor = processor;
    this.backlog = backlog;
  }

  /** What one round gave. */
  private record Round(double perSecond, double tripsPerBatch, double refused) {}

  static void measure(Settings settings, Progress progress, Table table) {
    progress.tell("Starting a broker, a database and the processor");
    ProcessorInstallation installation =
        ProcessorInstallation.start(settings.dir(), Map.of(), null, List.of());
    Thread hook = new Thread(installation::close, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Backlog backlog = new Backlog(installation.bootstrapServers())) {
      new CheckPrice(settings, progress, installation.processor(), backlog).measure(table);
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
      installation.close();
    }
  }

  private void measure(Table table) {
    backlog.set(WITHOUT, Backlog.UNCHECKED);
    backlog.set(WITH, Map.of());
    progress.tell("Checks: warming up");
    for (int i = 0; i < 2; i++) {
      drain(WITHOUT);
      drain(WITH);
    }
    Series without = new Series();
    Series with = new Series();
    Series ratios = new Series();
    Series trips = new Series();
    Series refused = new Series();
    for (int i = 0; i < settings.repetitions(); i++) {
      // Each side goes first in turn: tables grow, and the second finds more.
      boolean first = i % 2 == 0;
      Round one = drain(first ? WITHOUT : WITH);
      Round other = drain(first ? WITH : WITHOUT);
      Round bare = first ? one : other;
      Round checked = first ? other : one;
      without.add(bare.perSecond());
      with.add(checked.perSecond());
      ratios.add(checked.perSecond() / bare.perSecond());
      trips.add(checked.tripsPerBatch() - bare.tripsPerBatch() + FOR_SETTINGS);
      refused.add(checked.refused());
    }
    table.add("processor without checks, requests/s", without.show("%,.0f"));
    table.add("processor with all checks, requests/s", with.show("%,.0f"));
    table.add("with / without checks", ratios.show("%.2f"), "≥ 0.80", ratios.median() >= TARGET);
    table.add(
        "SQL round trips of the checks, per batch of which none is refused",
        trips.show("%.1f"),
        "≤ 6",
        trips.median() <= MOST_ROUND_TRIPS);
    table.add("refused by checks, which spares work, %", refused.show("%.2f"));
  }

  private Round drain(String app) {
    processor.ask("pause");
    backlog.fill(app, settings.requests());
    long[] before = usage();
    processor.ask("resume");
    Backlog.Drained drained = backlog.awaitOutcomes(settings.requests());
    long[] after = usage();
    double perSecond = settings.requests() / drained.seconds();
    long batches = after[1] - before[1];
    double trips = (double) (after[0] - before[0]) / batches;
    progress.tell(
        "%-14s %,8.0f/s  %d batches, %.1f round trips each, %,d refused",
        app, perSecond, batches, trips, drained.refused());
    return new Round(perSecond, trips, 100.0 * drained.refused() / settings.requests());
  }

  private long[] usage() {
    String[] words = processor.ask("usage").split(" ", 3);
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }
}
