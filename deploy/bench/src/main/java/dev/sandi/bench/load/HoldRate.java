package dev.sandi.bench.load;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Load;
import dev.sandi.bench.Pace;
import dev.sandi.bench.PathInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Tally;
import dev.sandi.bench.callbacks.Farm;
import dev.sandi.smsc.SmscSimulator;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Holds rates on the whole path, one after the other, and watches what happens. */
final class HoldRate {

  static final String HEAP = "heap in use, MB";
  static final String COLLECTED = "time of garbage collections, % of the time";
  static final String TABLES = "tables and indexes, MB";

  private static final int CONNECTIONS = 256;
  private static final int SAMPLES_BETWEEN_LOOKS = 5;
  private static final Duration FROM_NOW = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String SIZES =
      """
      select n.nspname, sum(pg_total_relation_size(c.oid))
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('ingress', 'processor', 'dispatcher')
      group by 1 order by 1
      """;

  private final PathInstallation installation;
  private final Orders orders;
  private final Progress progress;
  private volatile Journeys current = new Journeys(0, 1, Duration.ZERO, System.nanoTime());

  HoldRate(
      PathInstallation installation,
      Orders orders,
      Farm farm,
      SmscSimulator smsc,
      Progress progress) {
    this.installation = installation;
    this.orders = orders;
    this.progress = progress;
    smsc.onSubmitted(sms -> current.submitted(sms.msisdn(), System.nanoTime()));
    farm.watch(request -> current.told(request));
  }

  Held hold(String what, double rate, Duration length) throws InterruptedException {
    long start = System.nanoTime() + FROM_NOW.toNanos();
    Journeys journeys = new Journeys(orders.made(), rate, length, start);
    current = journeys;
    Map<String, Double> cpu = installation.cpu();
    FutureTask<Tally> load =
        new FutureTask<>(
            () ->
                Load.run(
                    installation.ingressPort(),
                    orders,
                    CONNECTIONS,
                    Pace.perSecond(rate),
                    length,
                    start));
    Thread customer = new Thread(load, "customer");
    customer.setDaemon(true);
    customer.start();
    Curve toSubmit = new Curve("due, not submitted");
    Curve toTell = new Curve("submitted, not told of");
    Looks looks = new Looks(start);
    for (int i = 1; System.nanoTime() - start < length.toNanos(); i++) {
      TimeUnit.MILLISECONDS.sleep(1_000);
      long due = journeys.due();
      long submitted = journeys.submitted();
      double seconds = (System.nanoTime() - start) / 1e9;
      toSubmit.add(seconds, Math.max(0.0, (double) (due - submitted)));
      toTell.add(seconds, Math.max(0.0, (double) (submitted - journeys.told())));
      if (i % SAMPLES_BETWEEN_LOOKS == 0) {
        looks.take(seconds);
        progress.tell(
            "%-18s due %,d  submitted %,d  told of %,d  callbacks %,d",
            what, due, submitted, journeys.told(), journeys.callbacks());
      }
    }
    Tally answers = answers(load);
    double drained = drain(journeys, answers.count(201), start + length.toNanos());
    Map<String, Double> used = installation.cpu();
    cpu.forEach((name, before) -> used.merge(name, -before, Double::sum));
    Held held = new Held(rate, answers, journeys, toSubmit, toTell, looks.curves(), used, drained);
    progress.tell(
        "%-18s %s: 201 p50 %.1f p99 %.1f ms, submit p99 %.0f ms, callback p99 %.0f ms, drained"
            + " after %.1f s; CPU µs an order: %s %s",
        what,
        held.isFlat() ? "held" : "NOT HELD",
        answers.percentile(50),
        answers.percentile(99),
        journeys.toSubmit().getValueAtPercentile(99) / 1e6,
        journeys.toCallback().getValueAtPercentile(99) / 1e6,
        drained,
        held.cpuByProcess(),
        answers.surprises(201));
    return held;
  }

  private static Tally answers(FutureTask<Tally> load) throws InterruptedException {
    try {
      return load.get();
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("The customer has failed.", e);
    }
  }

  /** Waits for the callbacks that have to come, as long as any do. */
  private static double drain(Journeys journeys, long accepted, long end)
      throws InterruptedException {
    long told = journeys.told();
    long last = System.nanoTime();
    while (told < accepted && System.nanoTime() - last < PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(100);
      long now = journeys.told();
      if (now > told) {
        last = System.nanoTime();
        told = now;
      }
    }
    return Math.max(0, last - end) / 1e9;
  }

  /** What is looked at now and then: heaps, collections, and tables. */
  private final class Looks {

    private final Map<String, Curve> heaps = new LinkedHashMap<>();
    private final Map<String, Curve> collections = new LinkedHashMap<>();
    private final Map<String, Curve> tables = new LinkedHashMap<>();
    private final Map<String, Long> collected = new LinkedHashMap<>();
    private long lastLook;

    Looks(long start) {
      this.lastLook = start;
      installation.jvms().forEach((name, jvm) -> collected.put(name, jvm.collected()));
    }

    void take(double seconds) {
      long now = System.nanoTime();
      double millis = (now - lastLook) / 1e6;
      lastLook = now;
      installation
          .jvms()
          .forEach(
              (name, jvm) -> {
                curve(heaps, name).add(seconds, jvm.heap() / 1e6);
                long before = collected.getOrDefault(name, 0L);
                collected.put(name, jvm.collected());
                curve(collections, name).add(seconds, (jvm.collected() - before) * 100 / millis);
              });
      try (var connection = installation.superuser();
          var statement = connection.createStatement();
          var rows = statement.executeQuery(SIZES)) {
        while (rows.next()) {
          curve(tables, rows.getString(1)).add(seconds, rows.getLong(2) / 1e6);
        }
      } catch (SQLException e) {
        throw new BenchmarkFailure("The database does not answer.", e);
      }
    }

    private static Curve curve(Map<String, Curve> curves, String name) {
      return curves.computeIfAbsent(name, Curve::new);
    }

    Map<String, List<Curve>> curves() {
      Map<String, List<Curve>> all = new LinkedHashMap<>();
      all.put(HEAP, new ArrayList<>(heaps.values()));
      all.put(COLLECTED, new ArrayList<>(collections.values()));
      all.put(TABLES, new ArrayList<>(tables.values()));
      return all;
    }
  }
}
