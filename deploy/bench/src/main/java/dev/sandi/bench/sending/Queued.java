package dev.sandi.bench.sending;

import dev.sandi.bench.Backlog;
import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Numbers;
import dev.sandi.bench.Progress;
import dev.sandi.bench.SendingInstallation;
import dev.sandi.bench.Table;
import dev.sandi.local.Loopback;
import dev.sandi.smsc.SmscSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What messages cost that wait for a gateway that is away: the processor's heap with none, some and
 * many of them. Then the gateway is there, and they are sent.
 */
final class Queued {

  private static final int SOME = 10_000;
  private static final int MANY = 100_000;
  private static final int WINDOW = 100;
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final double CEILING = WINDOW * 1_000.0 / LATENCY.toMillis();

  private static final double LEAST_PER_SECOND = 1_000;

  /** What one collection leaves more or less than another, in MB. */
  private static final double NOISE = 8;

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String APP = "queued";
  private static final String WAITING = "select count(*) from processor.submissions";
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

  private final Progress progress;
  private final Table table;
  private final SendingInstallation installation;
  private final int port;

  private Queued(Path dir, Progress progress, Table table) {
    this.progress = progress;
    this.table = table;
    this.port = Loopback.choosePort(0);
    List<String> settings =
        new ArrayList<>(GatewaysFile.write(dir, Map.of("smsc", port), List.of("smsc")));
    this.installation = SendingInstallation.start(dir, JVM, settings);
  }

  static boolean run(Path dir, Progress progress, Table table) throws InterruptedException {
    progress.tell("Starting a broker, a database, the processor and the ingress");
    return new Queued(dir, progress, table).run();
  }

  private boolean run() throws InterruptedException {
    try (Backlog backlog = new Backlog(installation.bootstrapServers())) {
      backlog.set(APP, Backlog.UNCHECKED);
      Numbers numbers = new Numbers();
      // What is loaded and compiled on the way is no cost of a queue.
      queue(backlog, numbers, 1_000, 1_000);
      double none = heap("1,000 queued, to warm up");
      queue(backlog, numbers, SOME - 1_000, SOME);
      double some = heap("10,000 queued");
      queue(backlog, numbers, MANY - SOME, MANY);
      double many = heap("100,000 queued");
      double growth = many - some;
      table.add(
          "heap with 100,000 queued − with 10,000, MB",
          String.format(Locale.ROOT, "%.1f", growth),
          "≤ %.0f".formatted(NOISE),
          growth <= NOISE);
      progress.tell("from 1,000 to 10,000 it grew by %.1f MB", some - none);
      return drain() && growth <= NOISE;
    }
  }

  private void queue(Backlog backlog, Numbers numbers, int more, int all)
      throws InterruptedException {
    backlog.fillWithOwnCodes(APP, numbers, more);
    await(all);
  }

  private void await(int all) throws InterruptedException {
    long begun = System.nanoTime();
    while (installation.count(WAITING) < all) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new BenchmarkFailure("They are not queued in time.");
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private double heap(String what) throws InterruptedException {
    // Until the last batch's garbage is garbage.
    TimeUnit.SECONDS.sleep(3);
    double megabytes = installation.heap() / 1e6;
    progress.tell("%s: %.1f MB", what, megabytes);
    table.add("heap after GC, " + what + ", MB", String.format(Locale.ROOT, "%.1f", megabytes));
    return megabytes;
  }

  private boolean drain() throws InterruptedException {
    try (SmscSimulator smsc = SmscSimulator.start(port).latency(LATENCY)) {
      smsc.ledger().onlyCount();
      long begun = System.nanoTime();
      long first = 0;
      long last = begun;
      long seen = 0;
      while (seen < MANY && System.nanoTime() - begun < PATIENCE.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(100);
        long now = smsc.ledger().count();
        first = first == 0 && now > 0 ? System.nanoTime() : first;
        last = now > seen ? System.nanoTime() : last;
        if (now / 10_000 > seen / 10_000) {
          progress.tell("%,d submitted", now);
        }
        seen = now;
      }
      double perSecond = seen / ((last - first) / 1e9);
      table.add("messages queued; submits that they became", "%,d; %,d".formatted(MANY, seen));
      table.add(
          "submits/s of the pipeline, window 100, 50 ms",
          "%,.0f".formatted(perSecond),
          "≥ %,.0f".formatted(LEAST_PER_SECOND),
          perSecond >= LEAST_PER_SECOND);
      table.add("÷ window/latency", String.format(Locale.ROOT, "%.3f", perSecond / CEILING));
      return seen == MANY && perSecond >= LEAST_PER_SECOND;
    }
  }
}
