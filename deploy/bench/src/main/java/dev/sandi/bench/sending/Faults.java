package dev.sandi.bench.sending;

import dev.sandi.smsc.Behaviour;
import dev.sandi.smsc.Reaction;
import dev.sandi.smsc.Report;
import dev.sandi.smsc.Submitted;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An SMSC on a bad day. What it does to the n-th submit to a number is a matter of the seed, so
 * that two runs of one seed meet the same, whatever order they meet it in.
 */
final class Faults implements Behaviour {

  private final long seed;
  private final Map<String, Integer> submits = new ConcurrentHashMap<>();
  private volatile boolean over;

  Faults(long seed) {
    this.seed = seed;
  }

  /** From now on it takes all and answers in time. */
  void end() {
    over = true;
  }

  @Override
  public Reaction to(Submitted submitted) {
    int nth = submits.merge(submitted.msisdn(), 1, Integer::sum);
    if (over) {
      return Reaction.take(Report.delivered());
    }
    SplittableRandom random =
        new SplittableRandom(seed * 31 + Long.parseLong(submitted.msisdn()) * 64 + nth);
    double lot = random.nextDouble();
    if (lot < 0.02) {
      return Reaction.silence();
    } else if (lot < 0.05) {
      return Reaction.throttle();
    } else if (lot < 0.08) {
      return Reaction.queueFull();
    } else if (lot < 0.081) {
      return Reaction.cut();
    }
    Reaction taken = Reaction.take(reports(random));
    if (lot < 0.13) {
      return taken.after(Duration.ofMillis(random.nextLong(200, 4_000)));
    }
    // Later than anybody waits for it.
    return lot < 0.135 ? taken.after(Duration.ofSeconds(12)) : taken;
  }

  private static Report[] reports(SplittableRandom random) {
    Report report =
        random.nextDouble() < 0.02 ? Report.of("UNDELIV").withError("027") : Report.delivered();
    double lot = random.nextDouble();
    if (lot < 0.1) {
      return new Report[] {report.beforeTheAnswer()};
    } else if (lot < 0.2) {
      return new Report[] {report.after(Duration.ofMillis(random.nextLong(5_000, 20_000)))};
    } else if (lot < 0.3) {
      return new Report[] {report, report.after(Duration.ofMillis(random.nextLong(3_000)))};
    }
    return new Report[] {report};
  }
}
