package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Property;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.Farm;
import dev.sandi.bench.sending.RunClock;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.SmscSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How soon a stage is back after one of its two copies was killed under load and started anew at
 * once, beside how long a copy takes to start where nothing else happens.
 */
final class Recovery {

  private static final double BACK = 0.95;
  private static final double MOST_STARTS = 1.5;
  private static final long WINDOW_MILLIS = 1_000;

  /** Windows in a row that must be as before. */
  private static final int STEADY = 3;

  private static final Duration WARM = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofSeconds(20);
  private static final long PATIENCE_MILLIS = 60_000;

  private final Progress progress;
  private final Table table;
  private final RunClock clock = new RunClock();
  private final int rate = Property.number("recovery.rate", 200, 10, 5_000);
  private final Path dir =
      Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir")));
  private final Farm farm = Farm.of(10);
  private final LongAdder submits = new LongAdder();
  private final LongAdder callbacks = new LongAdder();
  private final SmscSimulator smsc;
  private final CrashInstallation installation;
  private boolean met = true;

  private Recovery(Progress progress, Table table) throws InterruptedException {
    this.progress = progress;
    this.table = table;
    this.smsc =
        SmscSimulator.start(0)
            .behave(submitted -> Reaction.take(Report.delivered()))
            .insistOnReports();
    smsc.ledger().onlyCount();
    farm.watch(request -> callbacks.increment());
    this.installation = CrashInstallation.start(dir, smsc.port(), List.of(), Set.of());
  }

  static boolean run(Progress progress, Table table) throws InterruptedException {
    progress.tell("Starting a broker, a database, and two copies of each service");
    return new Recovery(progress, table).run();
  }

  private boolean run() throws InterruptedException {
    Map<String, String> headers = installation.client().introduceApp();
    try (CrashCustomer customer =
        new CrashCustomer(
            installation.ingresses(),
            headers,
            n -> farm.url(n % farm.receivers()),
            300,
            Duration.ofSeconds(25),
            clock,
            1)) {
      smsc.onSubmitted(
          submitted -> {
            submits.increment();
            customer.received(submitted.msisdn(), submitted.text());
          });
      Map<Part.Role, Double> starts = starts();
      customer.begin(rate, WARM.dividedBy(2));
      progress.tell("%d orders a second", rate);
      TimeUnit.MILLISECONDS.sleep(WARM.toMillis());
      recover(Part.Role.INGRESS, customer::accepted, "201/s", starts);
      recover(Part.Role.PROCESSOR, submits::sum, "submits/s", starts);
      recover(Part.Role.DISPATCHER, callbacks::sum, "callbacks/s", starts);
      return met;
    } finally {
      installation.close();
      farm.close();
      smsc.close();
    }
  }

  private Part part(Part.Role role) {
    return installation.parts().stream()
        .filter(part -> part.role() == role)
        .findFirst()
        .orElseThrow();
  }

  /** Seconds that the first copy of each service takes to start, one after the other. */
  private Map<Part.Role, Double> starts() throws InterruptedException {
    return Map.of(
        Part.Role.INGRESS, start(part(Part.Role.INGRESS)),
        Part.Role.PROCESSOR, start(part(Part.Role.PROCESSOR)),
        Part.Role.DISPATCHER, start(part(Part.Role.DISPATCHER)));
  }

  private double start(Part part) throws InterruptedException {
    part.terminate();
    long begun = clock.millis();
    part.start();
    while (!part.isReady()) {
      check(begun, part.name() + " does not start.");
      TimeUnit.MILLISECONDS.sleep(50);
    }
    double seconds = (clock.millis() - begun) / 1000.0;
    progress.tell("%s starts in %.1f s", part.name(), seconds);
    return seconds;
  }

  private void check(long begun, String failure) {
    if (clock.millis() - begun > PATIENCE_MILLIS) {
      throw new BenchmarkFailure(failure);
    }
  }

  private void recover(
      Part.Role role, LongSupplier count, String unit, Map<Part.Role, Double> starts)
      throws InterruptedException {
    Part part = part(role);
    double before = perSecond(count, 10 * WINDOW_MILLIS);
    long killed = clock.millis();
    part.kill();
    part.start();
    long backAt = killed;
    double least = Double.MAX_VALUE;
    for (int steady = 0; steady < STEADY; ) {
      long begun = clock.millis();
      double now = perSecond(count, WINDOW_MILLIS);
      least = Math.min(least, now);
      if (now >= BACK * before) {
        backAt = steady == 0 ? begun : backAt;
        steady++;
      } else {
        steady = 0;
      }
      check(killed, part.name() + " was killed, and " + unit + " are not what they were.");
    }
    double seconds = (backAt - killed) / 1000.0;
    double start = starts.getOrDefault(role, 0.0);
    progress.tell(
        "%s killed: %.0f %s before, least %.0f, back after %.1f s",
        part.name(), before, unit, least, seconds);
    boolean soon = seconds <= MOST_STARTS * start;
    met &= soon;
    table.add(
        "%s killed: %s before; least; back after, s".formatted(part.name(), unit),
        "%.0f; %.0f; %.1f".formatted(before, least, seconds),
        "≤ 1.5 × %.1f s".formatted(start),
        soon);
    TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
  }

  private double perSecond(LongSupplier count, long millis) throws InterruptedException {
    long before = count.getAsLong();
    long begun = clock.millis();
    TimeUnit.MILLISECONDS.sleep(millis);
    return (count.getAsLong() - before) * 1000.0 / (clock.millis() - begun);
  }
}
