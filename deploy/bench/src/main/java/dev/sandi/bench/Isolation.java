package dev.sandi.bench;

import java.util.concurrent.CompletableFuture;

/** What an app that asks far too often does to the answers of another. */
final class Isolation {

  private static final int MODEST = 200;
  private static final int GREEDY = 1000;
  private static final int CONNECTIONS = 32;
  private static final double MOST = 1.10;

  private Isolation() {}

  static void measure(Run run) {
    Side modest = Side.send(run.installation(), Apps.UNLIMITED);
    Side greedy = Side.send(run.installation(), Apps.GREEDY);
    // Refusals are another way through the code than what was warmed up before.
    run.flatOut(greedy, run.settings().warmup().dividedBy(6));
    run.progress().tell("Isolation: %d/s alone, then beside %d/s of another", MODEST, GREEDY);
    Series alone = new Series();
    Series beside = new Series();
    Series ratio = new Series();
    for (int i = 0; i < run.settings().repetitions(); i++) {
      run.rest();
      double without = p99(run, modest);
      CompletableFuture<Tally> other =
          CompletableFuture.supplyAsync(
              () ->
                  Load.run(
                      greedy.port(),
                      greedy.request(),
                      CONNECTIONS,
                      Pace.perSecond(GREEDY),
                      run.settings().length()));
      double with = p99(run, modest);
      Tally tally = other.join();
      run.progress()
          .tell("the other app: %,d accepted, else: %s", tally.count(201), tally.surprises(201));
      alone.add(without);
      beside.add(with);
      ratio.add(with / without);
    }
    run.table().add("an app at %d/s alone, p99 ms".formatted(MODEST), alone.show("%.2f"));
    run.table().add("beside %d/s over its limit, p99 ms".formatted(GREEDY), beside.show("%.2f"));
    run.table().add("beside / alone", ratio.show("%.2f"), "≤ 1.10", ratio.median() <= MOST);
  }

  private static double p99(Run run, Side side) {
    return run.load(side, CONNECTIONS, Pace.perSecond(MODEST), run.settings().length())
        .percentile(99);
  }
}
