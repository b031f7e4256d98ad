package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Property;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.CallbackLoad.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a million callbacks cost that wait in the table: claims, a restart and the heap; and what it
 * costs if somebody holds a transaction open, so that no dead row can be removed.
 */
final class Pending {

  private static final int RATE = 500;
  private static final int BURST = 20_000;

  /** One of so many receivers has callbacks fail at first, so that rows die of retries, too. */
  private static final int FLAKY = 20;

  private static final double MOST_CLAIM_MILLIS = 10;
  private static final double MOST_RESTART_SECONDS = 10;
  private static final double MOST_HEAP_MB = 8;
  private static final double LEAST_RATIO = 0.9;
  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String CLAIM = "sandi.dispatcher.claim";
  private static final List<String> SETTINGS =
      List.of(
          "management.metrics.distribution.percentiles." + CLAIM + "=0.5,0.99",
          "management.metrics.distribution.expiry." + CLAIM + "=1h",
          "management.metrics.distribution.buffer-length." + CLAIM + "=1");

  /** First attempts are elsewhere. */
  private static final String RETRIES = "select count(*) from dispatcher.attempts";

  private final CallbackSettings settings;
  private final Progress progress;
  private final Table table;
  private final Farm farm;
  private final CallbackInstallation installation;
  private final int rows = Property.number("bench.pending", 1_000_000, 1_000, 20_000_000);
  private final int openMinutes = Property.number("bench.open-transaction-minutes", 10, 1, 600);
  private final int replayed = Property.number(ManyReplayed.ROWS, 0, 1_000, 20_000_000);
  private boolean met = true;

  private Pending(CallbackSettings settings, Progress progress, Table table) {
    this.settings = settings;
    this.progress = progress;
    this.table = table;
    this.farm = Farm.of(settings.endpoints());
    List<String> jvm = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
    jvm.addAll(settings.jvm());
    this.installation = CallbackInstallation.start(settings.dir(), Map.of(), jvm, SETTINGS);
  }

  static boolean run(CallbackSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker, a database and the dispatcher");
    return new Pending(settings, progress, table).run();
  }

  private boolean run() throws InterruptedException {
    try (Publisher publisher = new Publisher(installation.bootstrapServers())) {
      publisher.introduceApps(installation);
      var load = new CallbackLoad(installation, farm, publisher, progress);
      // What is loaded and compiled on the way is no cost of what waits.
      Outcome empty = load.hold("empty tables", RATE, WARM, receiver -> true);
      double heapBefore = heap("empty tables");
      installation.killDispatcher();
      fill();
      restart();
      awaitDue();
      Outcome full = load.hold("with all that waits", RATE, settings.length(), receiver -> true);
      claims();
      double heapAfter = heap("with all that waits");
      row(
          "heap after GC, with − without, MB",
          "%.1f",
          heapAfter - heapBefore,
          "≤ 8",
          heapAfter - heapBefore <= MOST_HEAP_MB);
      table.add(
          "due → request p99, ms: empty; with all that waits",
          "%.1f; %.1f".formatted(empty.stretch().waited(99), full.stretch().waited(99)));
      openTransaction(load, publisher);
      if (replayed > 0) {
        var many = new ManyReplayed(installation, farm, publisher, progress, table);
        met &= many.judge(replayed, settings.length());
      }
      return met;
    } finally {
      installation.close();
      farm.close();
    }
  }

  private void fill() {
    try (Connection connection = installation.superuser()) {
      new Prefill(connection).addWaiting(rows, Stretch.numbers(), progress);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The table cannot be filled.", e);
    }
  }

  private double heap(String what) throws InterruptedException {
    // Until what was held a moment ago is garbage.
    TimeUnit.SECONDS.sleep(5);
    double megabytes = installation.heap() / 1e6;
    progress.tell("heap after GC, %s: %.1f MB", what, megabytes);
    table.add("heap after GC, MB, " + what, String.format(Locale.ROOT, "%.1f", megabytes));
    return megabytes;
  }

  private void restart() throws InterruptedException {
    AtomicLong first = new AtomicLong();
    farm.watch(request -> first.compareAndSet(0, request.nanos()));
    long begun = System.nanoTime();
    installation.startDispatcher();
    double ready = (System.nanoTime() - begun) / 1e9;
    while (first.get() == 0) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new BenchmarkFailure("Nothing is attempted after the restart.");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    double seconds = (first.get() - begun) / 1e9;
    progress.tell("ready after %.1f s, first attempt after %.1f s", ready, seconds);
    row("restart to first attempt, s", "%.1f", seconds, "≤ 10", seconds <= MOST_RESTART_SECONDS);
  }

  /** Until what is due at the restart is delivered. */
  private void awaitDue() throws InterruptedException {
    long begun = System.nanoTime();
    long left;
    while ((left = installation.count(Prefill.DUE)) > 0) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new BenchmarkFailure(left + " that were due are not delivered.");
      }
      progress.tell("%,d are due", left);
      TimeUnit.SECONDS.sleep(2);
    }
    double perSecond = Prefill.due(rows) / ((System.nanoTime() - begun) / 1e9);
    table.add("claimed and delivered a second after the restart", "%,.0f".formatted(perSecond));
  }

  private void claims() {
    String[] figures = installation.dispatcher().ask("timer " + CLAIM).split(" ");
    double p99 = Double.parseDouble(figures[2]);
    progress.tell("%s claims, p50 %s ms, p99 %s ms, longest %s ms", (Object[]) figures);
    table.add("claims; p50, longest, ms", figures[0] + "; " + figures[1] + ", " + figures[3]);
    row("claim p99, ms", "%.1f", p99, "≤ 10", p99 <= MOST_CLAIM_MILLIS);
  }

  private void openTransaction(CallbackLoad load, Publisher publisher) throws InterruptedException {
    farm.behave(receiver -> receiver % FLAKY == 0 ? Manner.FLAKY : Manner.FAST);
    long retries = installation.count(RETRIES);
    double before = burst(publisher, "no transaction open");
    try (Connection open = installation.superuser()) {
      open.setAutoCommit(false);
      open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (var statement = open.createStatement()) {
        statement.execute("select count(*) from dispatcher.endpoints");
        Duration length = Duration.ofMinutes(openMinutes);
        load.hold("a transaction is open", 2.0 * RATE, length, receiver -> true);
        double after = burst(publisher, "a transaction is open");
        // It must have been open all the time.
        statement.execute("select 1");
        table.add(
            "drained a second, no transaction open; one open for %d minutes".formatted(openMinutes),
            "%,.0f; %,.0f".formatted(before, after));
        table.add("retries in that time", "%,d".formatted(installation.count(RETRIES) - retries));
        row("÷", "%.2f", after / before, "≥ 0.90", after / before >= LEAST_RATIO);
      }
      open.rollback();
    } catch (SQLException e) {
      throw new BenchmarkFailure("The transaction is not held open.", e);
    }
  }

  /** How many callbacks are made a second of many that become due at once; the better of two. */
  private double burst(Publisher publisher, String what) throws InterruptedException {
    double best = 0;
    for (int i = 0; i < 2; i++) {
      Stretch stretch = new Stretch(1e9, BURST, receiver -> true);
      farm.watch(stretch::saw);
      long begun = System.nanoTime();
      stretch.publish(publisher, farm);
      while (stretch.arrived() < BURST) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw new BenchmarkFailure(stretch.arrived() + " of a burst have arrived.");
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      double perSecond = BURST / ((System.nanoTime() - begun) / 1e9);
      progress.tell("%s: %,d at once, %,.0f/s", what, BURST, perSecond);
      best = Math.max(best, perSecond);
      TimeUnit.SECONDS.sleep(3);
    }
    return best;
  }

  private void row(String what, String format, double value, String target, boolean isMet) {
    table.add(what, String.format(Locale.ROOT, format, value), target, isMet);
    met &= isMet;
  }
}
