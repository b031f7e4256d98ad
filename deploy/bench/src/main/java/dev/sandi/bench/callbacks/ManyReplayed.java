package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.bench.Property;
import dev.sandi.bench.Table;
import dev.sandi.bench.callbacks.CallbackLoad.Outcome;
import dev.sandi.bench.callbacks.Replaying.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A replay of a million callbacks beside a live load: whether each arrives once, whether it is told
 * right how far it is, and what the live ones feel of it; and one that is cancelled.
 */
final class ManyReplayed {

  static final String ROWS = "replay.rows";

  private static final int LIVE_RATE = 200;
  private static final int WARM_RATE = 1_000;
  private static final int TO_CANCEL = 50_000;
  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /** Nothing comes any more if nothing came for so long: longer than a lease and a retry. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration MOST_AFTER_CANCEL = Duration.ofSeconds(5);
  private static final Duration WATCHED_AFTER_CANCEL = Duration.ofSeconds(10);

  private static final String UNDER_WAY =
      "select count(*) from dispatcher.deliveries where state = 'pending' and bulk";
  private static final String DELIVERED =
      "select count(*) from dispatcher.deliveries where state = 'delivered' and bulk";
  private static final String EXHAUSTED =
      "select count(*) from dispatcher.deliveries where state = 'exhausted'";

  private final CallbackInstallation installation;
  private final Farm farm;
  private final Publisher publisher;
  private final Progress progress;
  private final Table table;
  private final Replaying replaying;
  private boolean met = true;

  ManyReplayed(
      CallbackInstallation installation,
      Farm farm,
      Publisher publisher,
      Progress progress,
      Table table) {
    this.installation = installation;
    this.farm = farm;
    this.publisher = publisher;
    this.progress = progress;
    this.table = table;
    this.replaying = new Replaying(installation);
  }

  static boolean run(CallbackSettings settings, Progress progress, Table table)
      throws InterruptedException {
    progress.tell("Starting a broker, a database and the dispatcher");
    List<String> jvm = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
    jvm.addAll(settings.jvm());
    Farm farm = Farm.of(settings.endpoints());
    CallbackInstallation installation =
        CallbackInstallation.start(settings.dir(), Map.of(), jvm, List.of());
    try (Publisher publisher = new Publisher(installation.bootstrapServers())) {
      publisher.introduceApps(installation);
      int rows = Property.number("bench.pending", 1_000_000, 1_000, 20_000_000);
      return new ManyReplayed(installation, farm, publisher, progress, table)
          .judge(Property.number(ROWS, rows, 1_000, 20_000_000), settings.length());
    } finally {
      installation.close();
      farm.close();
    }
  }

  /**
   * Replays on an installation that runs, and cancels.
   *
   * @param length for how long the live load is measured before
   * @return whether all counts are right
   */
  boolean judge(int rows, Duration length) throws InterruptedException {
    Duration shortest = Duration.ofSeconds(rows / Replaying.RATE);
    if (shortest.compareTo(LONG) > 0) {
      progress.tell(
          "%,d at the highest rate, %,d/s, take %.1f min; -D%s= sets fewer",
          rows, Replaying.RATE, shortest.toSeconds() / 60.0, ROWS);
    }
    farm.behave(receiver -> Manner.FAST);
    var load = new CallbackLoad(installation, farm, publisher, progress);
    // By then each endpoint is known, too.
    load.hold("warm-up", WARM_RATE, WARM, receiver -> true);
    Outcome before = load.hold("nothing is replayed", LIVE_RATE, length, receiver -> true);
    Arrivals arrivals = fill(rows);
    double heapBefore = heap();
    Stretch live = replay(rows, arrivals);
    double heapAfter = heap();
    table.add(
        "live, due → request p99, ms: before; during",
        "%.1f; %.1f".formatted(before.stretch().waited(99), live.waited(99)));
    row("live events that arrived", live.arrived(), live.published());
    table.add(
        "heap after GC, MB: before; after",
        String.format(Locale.ROOT, "%.1f; %.1f", heapBefore, heapAfter));
    cancel();
    return met;
  }

  private Arrivals fill(int rows) {
    long first = Stretch.numbers();
    try (Connection connection = installation.superuser()) {
      new Prefill(connection).addExhausted(rows, first, progress);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The table cannot be filled.", e);
    }
    return new Arrivals(first, rows);
  }

  private double heap() throws InterruptedException {
    // Until what was held a moment ago is garbage.
    TimeUnit.SECONDS.sleep(5);
    return installation.heap() / 1e6;
  }

  private Stretch replay(int rows, Arrivals arrivals) throws InterruptedException {
    Stretch live = new Stretch(LIVE_RATE, Integer.MAX_VALUE, receiver -> true);
    farm.watch(
        request -> {
          live.saw(request);
          arrivals.saw(request);
        });
    Thread publishing = new Thread(() -> live.publish(publisher, farm), "publisher");
    publishing.setDaemon(true);
    publishing.start();
    long deliveredBefore = installation.count(DELIVERED);
    long begun = System.nanoTime();
    Standing standing = await(replaying.begin().id(), rows, arrivals, live);
    double seconds = (arrivals.last() - begun) / 1e9;
    live.end();
    publishing.join();
    publisher.flush();
    awaitSettled(arrivals);
    table.add("replayed; s", "%,d; %.1f".formatted(standing.replayed(), seconds));
    table.add("replayed/s", "%,.0f".formatted(arrivals.distinct() / seconds));
    boolean isDone = standing.state().equals("done") && standing.isCounted();
    met &= isDone;
    table.add("its state at the end", standing.state(), "done", isDone);
    row("it found", standing.total(), rows);
    row("it came by", standing.matched(), rows);
    row("it made due", standing.replayed(), rows);
    row("replayed callbacks that arrived", arrivals.distinct(), rows);
    row("requests of them", arrivals.requests(), rows);
    row("on record as delivered", installation.count(DELIVERED) - deliveredBefore, rows);
    return live;
  }

  /** Until it has ended and all has arrived, or nothing comes any more. */
  private Standing await(String id, int rows, Arrivals arrivals, Stretch live)
      throws InterruptedException {
    Standing standing;
    do {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LINES.toNanos());
      standing = replaying.find(id);
      progress.tell(
          "%s: %,d of %,d made due, %,d arrived; live p99 %.1f ms",
          standing.state(),
          standing.replayed(),
          standing.total(),
          arrivals.distinct(),
          live.recentlyWaited(99));
    } while ((standing.isRunning() || arrivals.distinct() < rows) && !isOver(arrivals));
    return standing;
  }

  /** Until nothing can be repeated any more. */
  private void awaitSettled(Arrivals arrivals) throws InterruptedException {
    while (installation.count(UNDER_WAY) > 0 && !isOver(arrivals)) {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static boolean isOver(Arrivals arrivals) {
    return System.nanoTime() - arrivals.last() > PATIENCE.toNanos();
  }

  private void cancel() throws InterruptedException {
    long others = installation.count(EXHAUSTED);
    Arrivals arrivals = fill(TO_CANCEL);
    farm.watch(arrivals::saw);
    Standing standing = replaying.begin();
    while (standing.isRunning() && standing.replayed() < TO_CANCEL / 2) {
      TimeUnit.MILLISECONDS.sleep(100);
      standing = replaying.find(standing.id());
    }
    Standing cancelled = replaying.cancel(standing.id());
    TimeUnit.NANOSECONDS.sleep(MOST_AFTER_CANCEL.toNanos());
    long soon = madeDue(others);
    TimeUnit.NANOSECONDS.sleep(WATCHED_AFTER_CANCEL.toNanos());
    long later = madeDue(others);
    awaitSettled(arrivals);
    progress.tell("cancelled at %,d, made due %,d", cancelled.replayed(), later);
    boolean isCancelled = cancelled.state().equals("cancelled") && cancelled.replayed() < TO_CANCEL;
    met &= isCancelled;
    table.add(
        "a replay of %,d that is cancelled".formatted(TO_CANCEL),
        cancelled.state() + " at %,d".formatted(cancelled.replayed()),
        "cancelled",
        isCancelled);
    row("made due 5 s after the answer", soon, cancelled.replayed());
    row("made due 15 s after it", later, cancelled.replayed());
    row("of these arrived", arrivals.distinct(), later);
    row("requests of these", arrivals.requests(), later);
  }

  private long madeDue(long others) {
    return TO_CANCEL - (installation.count(EXHAUSTED) - others);
  }

  private void row(String what, long measured, long wanted) {
    table.add(what, "%,d".formatted(measured), "%,d".formatted(wanted), measured == wanted);
    met &= measured == wanted;
  }
}
