package dev.sandi.bench;

import java.time.Duration;

/** How many requests are accepted while a bare endpoint takes one, and what each uses. */
final class IngressPrice {

  private static final double TARGET = 0.40;
  private static final double MOST_ROUND_TRIPS = 0.1;

  private final Run run;
  private final Side noOp;
  private final Side send;
  private final Side sendWithKey;
  private final Series noOpRates = new Series();
  private final Series sendRates = new Series();
  private final Series keyRates = new Series();
  private final Series ratios = new Series();
  private final Series cpuRatios = new Series();
  private final Series keyRatios = new Series();
  private final Series roundTrips = new Series();

  IngressPrice(Run run) {
    this.run = run;
    this.noOp = Side.noOp(run.installation());
    this.send = Side.send(run.installation(), Apps.UNLIMITED);
    this.sendWithKey = Side.sendWithKey(run.installation(), Apps.UNLIMITED);
  }

  /** Until the JIT compiler has seen enough of both sides. */
  void warmUp() {
    int slices = 6;
    Duration slice = run.settings().warmup().dividedBy(slices);
    if (slice.isZero()) {
      return;
    }
    run.progress().tell("Warming up, %d s a side", run.settings().warmup().toSeconds());
    for (int i = 0; i < slices; i++) {
      run.flatOut(noOp, slice);
      run.flatOut(i % 2 == 0 ? send : sendWithKey, slice);
      run.rest();
    }
  }

  /**
   * Takes the measure.
   *
   * @return accepted requests a second
   */
  double measure() {
    run.progress().tell("Price: both sides flat out, in turn");
    for (int i = 0; i < run.settings().repetitions(); i++) {
      Outcome bare = noOp();
      noOpRates.add(bare.perSecond());
      Outcome sent = accepted(send);
      sendRates.add(sent.perSecond());
      ratios.add(sent.perSecond() / bare.perSecond());
      cpuRatios.add(bare.cpu() / sent.cpu());
      Outcome sentWithKey = accepted(sendWithKey);
      keyRates.add(sentWithKey.perSecond());
      keyRatios.add(sentWithKey.perSecond() / bare.perSecond());
    }
    return sendRates.median();
  }

  /**
   * What came of one side.
   *
   * @param cpu seconds that one request took, in all processes of the run
   */
  private record Outcome(double perSecond, double cpu) {}

  private Outcome noOp() {
    Usage before = run.installation().usage();
    Tally tally = run.flatOut(noOp, run.settings().length());
    Usage used = run.installation().usage().since(before);
    long answered = tally.count(noOp.success());
    run.progress().tell("%s", used.perRequest(answered));
    return new Outcome(tally.perSecond(noOp.success()), used.cpu() / answered);
  }

  private Outcome accepted(Side side) {
    Usage before = run.installation().usage();
    long recordsBefore = run.topic().records();
    Tally tally = run.flatOut(side, run.settings().length());
    long accepted = tally.count(side.success());
    run.rest();
    Usage used = run.installation().usage().since(before);
    run.progress().tell("%s", used.perRequest(accepted));
    long records = run.topic().records() - recordsBefore;
    if (records < accepted) {
      throw new BenchmarkFailure(accepted + " were accepted, and the broker has " + records + ".");
    }
    roundTrips.add((double) used.requestTrips() / accepted);
    return new Outcome(tally.perSecond(side.success()), used.cpu() / accepted);
  }

  void show() {
    run.table().add("no-op, requests/s", noOpRates.show("%,.0f"));
    run.table().add("send, accepted/s", sendRates.show("%,.0f"));
    run.table().add("send with Idempotency-Key, accepted/s", keyRates.show("%,.0f"));
    run.table().add("send / no-op", ratios.show("%.2f"), "≥ 0.40", ratios.median() >= TARGET);
    run.table().add("the same by CPU, if others use the machine", cpuRatios.show("%.2f"));
    run.table()
        .add(
            "send with Idempotency-Key / no-op",
            keyRatios.show("%.2f"),
            "≥ 0.40",
            keyRatios.median() >= TARGET);
    run.table()
        .add(
            "SQL round trips that a request waits for, per accepted",
            roundTrips.show("%.4f"),
            "≤ 0.1",
            roundTrips.median() <= MOST_ROUND_TRIPS);
  }
}
