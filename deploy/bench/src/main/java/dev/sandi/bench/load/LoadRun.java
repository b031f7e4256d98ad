package dev.sandi.bench.load;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.PathInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.Farm;
import dev.sandi.bench.sending.GatewaysFile;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many orders a second the whole path takes, how long they take at half of that, and whether
 * nothing grows while it takes most of that for long.
 */
final class LoadRun {

  private static final int RECEIVERS = 50;
  private static final int STEPS = 40;
  private static final Duration LATENCY = Duration.ofMillis(10);
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

  /** Of the maximum: what is left is for whatever a machine does now and then. */
  private static final double SOAK = 0.8;

  private static final double LEAST_GROWN = 0.90;
  private static final double MOST_WANTED = 5_000;
  private static final double LONGEST_START = 10;
  private static final double LONGEST_201 = 50;
  private static final double LONGEST_SUBMIT = 250;

  private final LoadSettings settings;
  private final Progress progress;
  private final Table table;
  private final LoadReport report = new LoadReport();
  private final PathInstallation installation;
  private final HoldRate path;
  private boolean met = true;

  private LoadRun(LoadSettings settings, Progress progress, Table table, SmscSimulator smsc) {
    this.settings = settings;
    this.progress = progress;
    this.table = table;
    Farm farm = Farm.of(RECEIVERS);
    List<String> gateways =
        new ArrayList<>(
            GatewaysFile.write(settings.dir(), Map.of("smsc", smsc.port()), List.of("smsc")));
    this.installation = PathInstallation.start(settings.dir(), JVM, gateways);
    Orders orders = new Orders(installation.ingressPort(), installation.introduceApp(), farm);
    this.path = new HoldRate(installation, orders, farm, smsc, progress);
  }

  static boolean run(LoadSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker, a database, and one copy of each service");
    try (SmscSimulator smsc =
        SmscSimulator.start(0)
            .latency(LATENCY)
            .behave(submitted -> Reaction.take(Report.delivered()))
            .insistOnReports()) {
      smsc.ledger().onlyCount();
      LoadRun run = new LoadRun(settings, progress, table, smsc);
      try {
        run.measure();
      } finally {
        run.installation.close();
      }
      run.report.write(settings.report(), table.show());
      progress.tell("plots are in %s", settings.report());
      return run.met;
    }
  }

  private void measure() throws InterruptedException {
    double up = installation.upAfter().toMillis() / 1e3;
    judge(
        "all three services up, s",
        String.format(Locale.ROOT, "%.1f", up),
        "≤ %.0f".formatted(LONGEST_START),
        up <= LONGEST_START);
    if (settings.warmup().toSeconds() > 0) {
      path.hold("warm-up", settings.first(), settings.warmup());
    }
    Ceilings ceilings = Ceilings.measure(installation);
    progress.tell(
        "ceilings: %,.0f bare requests/s, %,.0f records/s, %,.0f rows/s",
        ceilings.bareRequests(), ceilings.records(), ceilings.rows());
    double most = findMost();
    judge(
        "whole path, orders/s (201, submitted, reported, two callbacks)",
        "%,.0f".formatted(most),
        "≥ %,.0f".formatted(MOST_WANTED),
        most >= MOST_WANTED);
    compare(most, ceilings);
    RowWrites before = RowWrites.until(installation);
    Held half = path.hold("at half", most / 2, settings.step().multipliedBy(3));
    atHalf(half);
    table.add(
        "row writes an order at half, expiries of orders before it among them",
        RowWrites.until(installation).since(before).perOrder(half.accepted()));
    if (settings.soak().toMinutes() > 0) {
      soak(path.hold("soak", most * SOAK, settings.soak()));
    }
    if (settings.sessions() > 0) {
      growOrSayWhyNot(half);
    }
  }

  /** What was measured before stands, whatever comes of this. */
  private void growOrSayWhyNot(Held half) throws InterruptedException {
    try {
      grow(half);
    } catch (BenchmarkFailure e) {
      progress.tell("%s", String.valueOf(e.getMessage()));
      judge("CPU an order with full tables", "not measured", "", false);
    }
  }

  /** CPU tells more than rates do, which are as noisy as the machine. */
  private void grow(Held empty) throws InterruptedException {
    FillTables fill = new FillTables(installation.superuser());
    fill.addSessions(settings.sessions(), progress);
    fill.addCallbacks(settings.callbacks(), progress);
    // What the filling has left to do is no cost of full tables.
    path.hold("full, once more", empty.rate(), settings.step());
    Held full = path.hold("full", empty.rate(), settings.step().multipliedBy(3));
    report.add("With full tables", full);
    double ratio = empty.cpuPerOrder() / full.cpuPerOrder();
    judge(
        "CPU an order with empty tables ÷ with %,d sessions, %,d callbacks"
            .formatted(settings.sessions(), settings.callbacks()),
        String.format(
            Locale.ROOT, "%.2f (%.0f; %.0f µs)", ratio, empty.cpuPerOrder(), full.cpuPerOrder()),
        "≥ %.2f".formatted(LEAST_GROWN),
        ratio >= LEAST_GROWN && full.isFlat());
    table.add("CPU µs an order with full tables", full.cpuByProcess());
  }

  private double findMost() throws InterruptedException {
    double most = 0;
    double rate = settings.first();
    for (int i = 0; i < STEPS; i++) {
      if (!path.hold("%,.0f a second".formatted(rate), rate, settings.step()).isFlat()) {
        break;
      }
      most = rate;
      rate = rate * settings.growth() / 100;
    }
    if (most == 0) {
      throw new BenchmarkFailure("The first rate is too much: see -Dload.first");
    }
    return most;
  }

  private void compare(double most, Ceilings ceilings) {
    add("÷ bare requests/s (%,.0f)", most, ceilings.bareRequests());
    add("÷ records/s of the broker alone (%,.0f)", most, ceilings.records());
    add("÷ rows/s of the database alone (%,.0f)", most, ceilings.rows());
  }

  private void add(String what, double most, double ceiling) {
    table.add(what.formatted(ceiling), String.format(Locale.ROOT, "%.3f", most / ceiling));
  }

  private void atHalf(Held held) {
    report.add("At half of what it takes: %,.0f orders/s".formatted(held.rate()), held);
    double p99 = held.answers().percentile(99);
    judge(
        "201 at half, p50; p99, ms",
        millis(held.answers().percentile(50), p99),
        "p99 ≤ %.0f".formatted(LONGEST_201),
        p99 <= LONGEST_201);
    double submit = held.journeys().toSubmit().getValueAtPercentile(99) / 1e6;
    judge(
        "due to submit at half, p50; p99, ms",
        millis(held.journeys().toSubmit().getValueAtPercentile(50) / 1e6, submit),
        "p99 ≤ %.0f".formatted(LONGEST_SUBMIT),
        submit <= LONGEST_SUBMIT);
    table.add(
        "due to first callback at half, p50; p99, ms",
        millis(
            held.journeys().toCallback().getValueAtPercentile(50) / 1e6,
            held.journeys().toCallback().getValueAtPercentile(99) / 1e6));
    table.add("CPU µs an order at half", held.cpuByProcess());
  }

  private void soak(Held held) {
    report.add(
        "%d minutes at %,.0f orders/s".formatted(settings.soak().toMinutes(), held.rate()), held);
    judge(
        "%d minutes at %,.0f orders/s: accepted; backlog flat, none lost"
            .formatted(settings.soak().toMinutes(), held.rate()),
        "%,d; %s, %d lost".formatted(held.accepted(), held.isFlat() ? "flat" : "not", held.lost()),
        "flat, 0",
        held.isFlat());
    held.others()
        .getOrDefault(HoldRate.HEAP, List.of())
        .forEach(
            heap ->
                table.add(
                    "heap of the %s in the soak: growth, MB a minute".formatted(heap.name()),
                    String.format(
                        Locale.ROOT,
                        "%.1f",
                        60 * heap.slopeFrom(settings.soak().toSeconds() / 4.0))));
    table.add("CPU µs an order in the soak", held.cpuByProcess());
  }

  private static String millis(double p50, double p99) {
    return String.format(Locale.ROOT, "%.1f; %.1f", p50, p99);
  }

  private void judge(String what, String measured, String target, boolean isMet) {
    table.add(what, measured, target, isMet);
    met &= isMet;
  }
}
