package dev.sandi.bench.callbacks;

import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.ChildProcess;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.CallbackLoad.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a callback costs, and whether bad receivers delay those of good ones: a farm of receivers,
 * events from the real topic at a held rate, and a dispatcher on a database that waits for its
 * disk.
 */
final class Callbacks {

  private static final int AT_ONCE = 256;
  private static final int CEILING_SECONDS = 10;

  /** One of ten. */
  private static final int BAD = 10;

  private static final int FAILING = 20;
  private static final double MOST_P99 = 500;
  private static final double MOST_RATIO = 1.2;
  private static final double LEAST_PER_SECOND = 5_000;
  private static final double MOST_TRIPS = 0.1;
  private static final double MOST_WRITES = 3;

  /** A rate is kept up with if no more waits at its end than comes in this share of a second. */
  private static final double FLAT_SECONDS = 0.5;

  private final CallbackSettings settings;
  private final Progress progress;
  private final Table table;
  private final Farm farm;
  private final CallbackInstallation installation;
  private boolean met = true;

  private Callbacks(CallbackSettings settings, Progress progress, Table table) {
    this.settings = settings;
    this.progress = progress;
    this.table = table;
    this.farm = Farm.of(settings.endpoints());
    List<String> jvm = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
    jvm.addAll(settings.jvm());
    this.installation = CallbackInstallation.start(settings.dir(), Map.of(), jvm, List.of());
  }

  /** Runs it, and tells whether every figure is met. */
  static boolean run(CallbackSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker, a database and the dispatcher");
    return new Callbacks(settings, progress, table).run();
  }

  private boolean run() throws InterruptedException {
    try (Publisher publisher = new Publisher(installation.bootstrapServers())) {
      publisher.introduceApps(installation);
      var load = new CallbackLoad(installation, farm, publisher, progress);
      load.hold("warm-up", settings.rates().get(0), settings.warmup(), receiver -> true);
      double ceiling = ceiling();
      throughput(load, ceiling);
      isolation(load);
      return met;
    } finally {
      installation.close();
      farm.close();
    }
  }

  private double ceiling() {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(AT_ONCE)));
    arguments.addAll(farm.urls());
    try (ChildProcess client = installation.bareClient(arguments)) {
      client.ask(Integer.toString(CEILING_SECONDS));
      double perSecond = Double.parseDouble(client.ask(Integer.toString(CEILING_SECONDS)));
      progress.tell("bare client: %,.0f/s", perSecond);
      table.add("ceiling: bare client, requests/s", "%,.0f".formatted(perSecond));
      return perSecond;
    }
  }

  private void throughput(CallbackLoad load, double ceiling) throws InterruptedException {
    Outcome best = null;
    for (int rate : settings.rates()) {
      Outcome outcome = load.hold(rate + "/s", rate, settings.length(), receiver -> true);
      boolean flat = outcome.behind() <= rate * FLAT_SECONDS;
      progress.tell(
          "%-22s %s: %,.0f/s, %,d behind, p50 %.1f ms, p99 %.1f ms, %.3f round trips, %.3f writes",
          rate + "/s",
          flat ? "kept up with" : "falls behind",
          outcome.perSecond(),
          outcome.behind(),
          outcome.stretch().waited(50),
          outcome.stretch().waited(99),
          outcome.tripsPerDelivery(),
          outcome.writesPerDelivery());
      if (!flat) {
        break;
      }
      best = outcome;
    }
    if (best == null) {
      table.add("deliveries/s, backlog flat", "none of " + settings.rates(), "≥ 5,000", false);
      met = false;
      return;
    }
    row(
        "deliveries/s, backlog flat",
        "%,.0f",
        best.perSecond(),
        "≥ 5,000",
        // What is answered a moment after the end is not counted in.
        best.perSecond() >= 0.99 * LEAST_PER_SECOND);
    table.add("÷ ceiling", "%.2f".formatted(best.perSecond() / ceiling));
    table.add(
        "at that rate: due → request, p50; p99, ms",
        "%.1f; %.1f".formatted(best.stretch().waited(50), best.stretch().waited(99)));
    row(
        "SQL round trips a delivery",
        "%.3f",
        best.tripsPerDelivery(),
        "≤ 0.1",
        best.tripsPerDelivery() <= MOST_TRIPS);
    row(
        "row writes a delivery",
        "%.3f",
        best.writesPerDelivery(),
        "≤ 3",
        best.writesPerDelivery() <= MOST_WRITES);
    table.add("CPU µs a delivery", best.cpu().perDelivery(best.delivered()));
  }

  private void isolation(CallbackLoad load) throws InterruptedException {
    farm.behave(receiver -> manner(receiver, Manner.FAST));
    Outcome without =
        load.hold("no black holes", settings.rate(), settings.isolation(), Callbacks::measured);
    farm.behave(receiver -> manner(receiver, Manner.BLACK_HOLE));
    Outcome with =
        load.hold("10 % black holes", settings.rate(), settings.isolation(), Callbacks::measured);
    double ratio = with.stretch().waited(99) / without.stretch().waited(99);
    table.add(
        "due → request of the healthy, no black holes, p50; p99, ms",
        "%.1f; %.1f".formatted(without.stretch().waited(50), without.stretch().waited(99)));
    table.add(
        "with 10 % of endpoints black holes, p50, ms", "%.1f".formatted(with.stretch().waited(50)));
    row(
        "with 10 % of endpoints black holes, p99, ms",
        "%.1f", with.stretch().waited(99), "≤ 500", with.stretch().waited(99) <= MOST_P99);
    row("÷ without", "%.2f", ratio, "≤ 1.2", ratio <= MOST_RATIO);
    arrived("no black holes", without.stretch());
    arrived("10 % black holes", with.stretch());
  }

  /** A callback that never came has no wait. */
  private void arrived(String what, Stretch stretch) {
    boolean all = stretch.measured() == stretch.expected();
    progress.tell(
        "%s: %,d of %,d of the healthy arrived", what, stretch.measured(), stretch.expected());
    table.add(
        "of the healthy arrived, " + what,
        "%,d".formatted(stretch.measured()),
        "%,d".formatted(stretch.expected()),
        all);
    met &= all;
  }

  /** On both sides some are slow, and some fail. */
  private static Manner manner(int receiver, Manner bad) {
    if (!healthy(receiver)) {
      return bad;
    }
    if (receiver % FAILING == 1) {
      return Manner.FAILING;
    }
    return receiver % BAD == 2 ? Manner.SLOW : Manner.FAST;
  }

  private static boolean healthy(int receiver) {
    return receiver % BAD != 0;
  }

  /** Of those that fail the first attempts wait, too, once they are found out. */
  private static boolean measured(int receiver) {
    return healthy(receiver) && receiver % FAILING != 1;
  }

  private void row(String what, String format, double value, String target, boolean isMet) {
    table.add(what, String.format(Locale.ROOT, format, value), target, isMet);
    met &= isMet;
  }
}
