package dev.sandi.bench.callbacks;

import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.CallbackInstallation.Cpu;
import dev.sandi.bench.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/** Stretches of load on an installation, and what each has used. */
final class CallbackLoad {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

  /**
   * Backends tell what they have written at the latest ten seconds after they have nothing to do.
   */
  private static final Duration UNTIL_STATISTICS = Duration.ofSeconds(11);

  private static final String UNSETTLED =
      "select count(*) from dispatcher.deliveries where state = 'pending'";

  private final CallbackInstallation installation;
  private final Farm farm;
  private final Publisher publisher;
  private final Progress progress;

  CallbackLoad(
      CallbackInstallation installation, Farm farm, Publisher publisher, Progress progress) {
    this.installation = installation;
    this.farm = farm;
    this.publisher = publisher;
    this.progress = progress;
  }

  /**
   * What came of a stretch.
   *
   * @param behind events whose first attempt had not arrived when the last was published
   * @param perSecond callbacks that were answered, a second
   * @param writes row writes by table
   */
  record Outcome(
      Stretch stretch,
      long behind,
      double perSecond,
      long delivered,
      long trips,
      Map<String, Long> writes,
      Cpu cpu) {

    double tripsPerDelivery() {
      return (double) trips / Math.max(1, delivered);
    }

    double writesPerDelivery() {
      return (double) writes.values().stream().mapToLong(n -> n).sum() / Math.max(1, delivered);
    }
  }

  /**
   * Holds a rate.
   *
   * @param counts of which receivers the waits are measured
   */
  Outcome hold(String what, double rate, Duration length, IntPredicate counts)
      throws InterruptedException {
    Stretch stretch = new Stretch(rate, length, counts);
    farm.watch(stretch::saw);
    long answered = farm.answered();
    long trips = installation.roundTrips();
    Cpu cpu = installation.cpu();
    Map<String, Long> writes = installation.rowWrites();
    long begun = System.nanoTime();
    Thread publishing = new Thread(() -> stretch.publish(publisher, farm), "publisher");
    publishing.setDaemon(true);
    publishing.start();
    while (publishing.isAlive()) {
      publishing.join(BETWEEN_LINES.toMillis());
      progress.tell(
          "%-22s published %,d  first attempts %,d  p99 %.1f ms",
          what, stretch.published(), stretch.arrived(), stretch.recentlyWaited(99));
    }
    publisher.flush();
    long behind = stretch.count() - stretch.arrived();
    double perSecond = (farm.answered() - answered) / ((System.nanoTime() - begun) / 1e9);
    drain();
    long delivered = farm.answered() - answered;
    Cpu used = installation.cpu().since(cpu);
    long made = installation.roundTrips() - trips;
    TimeUnit.MILLISECONDS.sleep(UNTIL_STATISTICS.toMillis());
    Map<String, Long> written = new TreeMap<>(installation.rowWrites());
    writes.forEach((table, before) -> written.merge(table, -before, Long::sum));
    written.values().removeIf(count -> count == 0);
    progress.tell("%-22s row writes %s", what, written);
    progress.tell("%-22s CPU µs a delivery: %s", what, used.perDelivery(delivered));
    return new Outcome(stretch, behind, perSecond, delivered, made, written, used);
  }

  /** Waits until nothing is under way, or only what bad receivers keep. */
  private void drain() throws InterruptedException {
    long begun = System.nanoTime();
    long left = Long.MAX_VALUE;
    long before;
    do {
      before = left;
      TimeUnit.MILLISECONDS.sleep(500);
      left = installation.count(UNSETTLED);
    } while (left > 0 && left < before && System.nanoTime() - begun < LONGEST_DRAIN.toNanos());
  }
}
