package dev.sandi.bench;

/** How long one request at a time takes, and how much of it the bare endpoint takes, too. */
final class Idle {

  private Idle() {}

  static void measure(Run run) {
    Side noOp = Side.noOp(run.installation());
    Side send = Side.send(run.installation(), Apps.UNLIMITED);
    run.progress().tell("Idle: one request at a time");
    Series bare = new Series();
    Series whole = new Series();
    Series added = new Series();
    for (int i = 0; i < run.settings().repetitions(); i++) {
      run.rest();
      double one = one(run, noOp);
      double other = one(run, send);
      bare.add(one);
      whole.add(other);
      added.add(other - one);
    }
    run.table().add("idle, no-op, p50 ms", bare.show("%.2f"));
    run.table().add("idle, send, p50 ms", whole.show("%.2f"));
    run.table().add("idle, added by everything but HTTP, p50 ms", added.show("%.2f"));
  }

  private static double one(Run run, Side side) {
    return run.load(side, 1, Pace.flatOut(), run.settings().length()).percentile(50);
  }
}
