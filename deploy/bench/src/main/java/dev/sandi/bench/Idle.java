package dev.sandi.bench;

/** How long one request at a time takes, and how much of it is admission. */
final class Idle {

  private static final double MOST_MILLIS = 1.5;

  private Idle() {}

  static void measure(Run run) {
    Side noOp = Side.noOp(run.installation());
    Side send = Side.send(run.installation(), Apps.UNLIMITED);
    run.progress().tell("Idle: one request at a time");
    Side free = Side.sendFree(run.installation(), Apps.UNLIMITED);
    Series bare = new Series();
    Series whole = new Series();
    Series admission = new Series();
    for (int i = 0; i < run.settings().repetitions(); i++) {
      run.rest();
      bare.add(p50(run, noOp));
      double sent = p50(run, send);
      whole.add(sent);
      admission.add(sent - p50(run, free));
    }
    run.table().add("idle, no-op, p50 ms", bare.show("%.2f"));
    run.table().add("idle, send, p50 ms", whole.show("%.2f"));
    run.table()
        .add(
            "idle, what admission adds, p50 ms",
            admission.show("%.2f"),
            "≤ 1.50",
            admission.median() <= MOST_MILLIS);
  }

  private static double p50(Run run, Side side) {
    return run.load(side, 1, Pace.flatOut(), run.settings().length()).percentile(50);
  }
}
