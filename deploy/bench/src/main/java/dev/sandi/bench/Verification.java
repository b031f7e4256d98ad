package dev.sandi.bench;

import dev.sandi.event.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How long a verification takes at 1,000 a second, as guesses see it that come in any case: the
 * ingress, the processor, the broker and the database are processes of their own, as in an
 * installation, and share this machine. Each code is one that its customer chose, was sent to a
 * simulated handset by the processor before, and is asked about once.
 */
final class Verification {

  private static final int PER_SECOND = 1_000;
  private static final double MOST_MILLIS = 10;
  private static final double MOST_ROUND_TRIPS = 1.005;

  /** One guess of so many is wrong where they are mixed. */
  private static final int WRONG = 5;

  /** In the warm-up, so that what is still slow is not drowned. */
  private static final int FEW_CONNECTIONS = 16;

  private static final int ROWS = 3;
  private static final int SLICES = 6;

  private final Run run;
  private final ProcessorInstallation processor;
  private final GuessedSides sides;
  private final Pace pace = Pace.perSecond(PER_SECOND);
  private final Series roundTrips = new Series();
  private long surprises;

  private Verification(Run run, ProcessorInstallation processor, GuessedSides sides) {
    this.run = run;
    this.processor = processor;
    this.sides = sides;
  }

  static void measure(Settings settings, Progress progress, Table table) {
    progress.tell("Starting a broker, a database, the processor and the ingress");
    Backends backends = Backends.start(settings.dir(), Map.of());
    Thread hook = new Thread(backends::close, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    ProcessorInstallation processor = ProcessorInstallation.on(backends, settings.jvm());
    try (Backlog backlog = new Backlog(backends.bootstrapServers());
        Topic told = new Topic(Topics.OTP_LIFECYCLE, backends.bootstrapServers())) {
      // What is sent here looks like an attack.
      backlog.set(Apps.UNLIMITED.id(), Backlog.UNCHECKED);
      Installation ingress = Installation.on(backends, processor, settings);
      Apps.addTo(backends.postgres());
      Run run = new Run(settings, ingress, told, progress, table);
      new Verification(run, processor, new GuessedSides(ingress, processor)).measure(backlog);
    }
    Runtime.getRuntime().removeShutdownHook(hook);
    backends.close();
  }

  private void measure(Backlog backlog) {
    prepare(backlog);
    warmUp();
    Latency whole = new Latency("verification at 1,000/s");
    Latency mixed = new Latency("the same, a fifth of the guesses wrong");
    Latency alone = new Latency("the processor's endpoint alone");
    Latency bare = new Latency("a bare endpoint at 1,000/s");
    run.progress().tell("Verification: open model at %,d/s", PER_SECOND);
    for (int i = 0; i < run.settings().repetitions(); i++) {
      bare.add(load(sides.noOp(), run.settings().length()));
      whole.add(guess(sides.whole(), 0));
      mixed.add(guess(sides.mixed(WRONG), WRONG));
      alone.add(guess(sides.alone(), 0));
    }
    whole.show(true);
    mixed.show(true);
    alone.show(true);
    bare.show(false);
    run.table()
        .add(
            "SQL round trips of a verification",
            roundTrips.show("%.3f"),
            "≤ 1",
            roundTrips.median() <= MOST_ROUND_TRIPS);
    run.table().add("guesses with another answer than theirs", surprises + "", "0", surprises == 0);
  }

  /** Has all codes of the run sent, and waits until nothing is left to do. */
  private void prepare(Backlog backlog) {
    long seconds =
        run.settings().warmup().toSeconds()
            + (long) ROWS * run.settings().repetitions() * run.settings().length().toSeconds();
    int codes = Math.toIntExact(seconds * PER_SECOND);
    run.progress().tell("Sending %,d codes", codes);
    backlog.fillWithOwnCodes(Apps.UNLIMITED.id(), new Numbers(), codes);
    backlog.awaitDelivery(codes);
    run.rest();
    try (var connection = run.installation().postgres().superuser();
        var statement = connection.createStatement()) {
      // Or the first measure pays for it.
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  private void warmUp() {
    Duration slice = run.settings().warmup().dividedBy(SLICES);
    if (slice.isZero()) {
      return;
    }
    run.progress().tell("Warming up, %d s", run.settings().warmup().toSeconds());
    for (int i = 0; i < SLICES; i++) {
      Side side = i % 2 == 0 ? sides.whole() : sides.mixed(WRONG);
      Duration alone = slice.dividedBy(SLICES);
      run.load(side, FEW_CONNECTIONS, pace, slice.minus(alone));
      // One guess at a time is another way through the processor than many.
      run.load(sides.alone(), FEW_CONNECTIONS, pace, alone);
      run.flatOut(sides.noOp(), slice.dividedBy(SLICES));
    }
  }

  private Tally load(Side side, Duration length) {
    return run.load(side, run.settings().connections(), pace, length);
  }

  /**
   * Guesses for a while.
   *
   * @param wrong one of so many is wrong; 0 if none is
   */
  private Tally guess(Side side, int wrong) {
    long tripsBefore = roundTrips();
    double processorBefore = processorCpu();
    Usage before = run.installation().usage();
    Tally tally = load(side, run.settings().length());
    Usage used = run.installation().usage().since(before);
    long guesses = run.settings().length().toSeconds() * PER_SECOND;
    long notFound = wrong == 0 ? 0 : guesses / wrong;
    surprises +=
        Math.abs(tally.count(404) - notFound)
            + Math.abs(tally.count(side.success()) - (guesses - notFound));
    roundTrips.add((double) (roundTrips() - tripsBefore) / guesses);
    run.progress()
        .tell(
            "%s, processor %.0f",
            used.perRequest(guesses), (processorCpu() - processorBefore) * 1e6 / guesses);
    return tally;
  }

  private long roundTrips() {
    return Long.parseLong(processor.processor().ask("usage").split(" ", 3)[2]);
  }

  private double processorCpu() {
    return Installation.cpu(processor.processor().handle());
  }

  /** A row for the middle of the answers, and one for the slow. */
  private final class Latency {

    private final String what;
    private final Series p50 = new Series();
    private final Series p99 = new Series();

    Latency(String what) {
      this.what = what;
    }

    void add(Tally tally) {
      p50.add(tally.percentile(50));
      p99.add(tally.percentile(99));
    }

    void show(boolean target) {
      run.table().add(what + ", p50 ms", p50.show("%.2f"));
      String row = what + ", p99 ms";
      if (target) {
        run.table()
            .add(
                row,
                p99.show("%.2f"),
                String.format(Locale.ROOT, "≤ %.0f", MOST_MILLIS),
                p99.median() <= MOST_MILLIS);
      } else {
        run.table().add(row, p99.show("%.2f"));
      }
    }
  }
}
