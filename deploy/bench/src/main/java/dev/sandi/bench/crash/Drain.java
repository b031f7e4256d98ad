package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Progress;
import dev.sandi.bench.sending.Lifecycle;
import dev.sandi.bench.sending.RunClock;
import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until nothing of a run is on its way any more. */
final class Drain {

  private static final Duration LONGEST = Duration.ofMinutes(8);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final long BETWEEN_LINES = 5_000;

  private static final Map<String, String> ON_THE_WAY =
      Map.of(
          "messages", "select count(*) from processor.submissions",
          "live codes", "select count(*) from processor.challenges where state = 'live'",
          "events",
              "select (select count(*) from processor.outbox) + (select count(*) from"
                  + " processor.outbox_batches)",
          "events of the dispatcher",
              "select (select count(*) from dispatcher.outbox) + (select count(*) from"
                  + " dispatcher.outbox_batches)",
          "callbacks", "select count(*) from dispatcher.deliveries where state = 'pending'");

  private final CrashInstallation installation;
  private final SmscSimulator smsc;
  private final RunClock clock;
  private final Progress progress;

  Drain(CrashInstallation installation, SmscSimulator smsc, RunClock clock, Progress progress) {
    this.installation = installation;
    this.smsc = smsc;
    this.clock = clock;
    this.progress = progress;
  }

  /** What is left when the time is over; empty if nothing is. */
  Optional<String> await(Lifecycle lifecycle) throws InterruptedException {
    progress.tell("Draining");
    long end = clock.millis() + LONGEST.toMillis();
    while (true) {
      Map<String, Long> left = new HashMap<>();
      ON_THE_WAY.forEach((what, sql) -> left.put(what, installation.count(sql)));
      left.put("reports to come", (long) smsc.outstandingReports());
      left.put("lag", lag());
      left.values().removeIf(count -> count == 0);
      if (left.isEmpty() && lifecycle.isQuietFor(QUIET)) {
        // Figures are shown a moment after they were written.
        TimeUnit.SECONDS.sleep(3);
        return Optional.empty();
      }
      if (clock.millis() > end) {
        return Optional.of(left.toString());
      }
      progress.tell("on their way: %s", left);
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LINES);
    }
  }

  private long lag() throws InterruptedException {
    try {
      return new TopicsAtTheEnd(installation.bootstrapServers()).lag();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new BenchmarkFailure("The broker does not answer.", e);
    }
  }
}
