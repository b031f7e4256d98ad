package dev.sandi.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How many messages one bind submits, with an SMSC that takes 50 ms to answer, as a share of what a
 * window allows: window ÷ latency. The SMSC is a process of its own; gateway and load are this one.
 */
final class SmppThroughput {

  private static final int WINDOW = 100;
  private static final int LATENCY_MILLIS = 50;
  private static final double CEILING = WINDOW * 1000.0 / LATENCY_MILLIS;
  private static final double LEAST_SHARE = 0.90;
  private static final double LEAST_PER_SECOND = 1_000;
  private static final double MOST_GROWTH = 8;

  private SmppThroughput() {}

  static void measure(Settings settings, Progress progress, Table table) {
    progress.tell("Starting an SMSC");
    try (ChildProcess smsc = ChildProcess.start(SmscChild.class, List.of("-Xmx256m"), List.of())) {
      int port = Integer.parseInt(smsc.hear());
      try (SmppSide side = new SmppSide(port, WINDOW)) {
        measure(settings, progress, table, smsc, new Submits(side.gateway()));
      }
    }
  }

  private static void measure(
      Settings settings, Progress progress, Table table, ChildProcess smsc, Submits submits) {
    smsc.ask(Integer.toString(LATENCY_MILLIS));
    progress.tell("smpp: warming up, %d s", settings.warmup().toSeconds());
    submits.run(settings.warmup().isZero() ? Duration.ofSeconds(1) : settings.warmup());
    Series perSecond = new Series();
    Series share = new Series();
    Series p50 = new Series();
    Series p99 = new Series();
    long others = 0;
    double before = heap();
    for (int i = 0; i < settings.repetitions(); i++) {
      Submits.Result result = submits.run(settings.length());
      progress.tell("smpp: %,.0f submits/s", result.perSecond());
      perSecond.add(result.perSecond());
      share.add(result.perSecond() / CEILING);
      p50.add(result.p50Millis());
      p99.add(result.p99Millis());
      others += result.others();
    }
    double growth = heap() - before;
    smsc.ask("0");
    Series bare = new Series();
    for (int i = 0; i < settings.repetitions(); i++) {
      bare.add(submits.run(settings.length().dividedBy(2)).perSecond());
    }
    table.add(
        "submits/s, one bind, window 100, 50 ms",
        perSecond.show("%,.0f"),
        "≥ 1,000",
        perSecond.median() >= LEAST_PER_SECOND);
    table.add("÷ window/latency", share.show("%.3f"), "≥ 0.90", share.median() >= LEAST_SHARE);
    table.add("submit, p50 ms", p50.show("%.2f"));
    table.add("submit, p99 ms", p99.show("%.2f"));
    table.add("submits that were not accepted", others + "", "0", others == 0);
    table.add(
        "heap after the run − before, MB",
        String.format(Locale.ROOT, "%.1f", growth),
        "≤ 8",
        growth <= MOST_GROWTH);
    table.add("submits/s, one bind, window 100, no latency", bare.show("%,.0f"));
  }

  /** What is still in use, in MB. */
  private static double heap() {
    for (int i = 0; i < 3; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }
}
