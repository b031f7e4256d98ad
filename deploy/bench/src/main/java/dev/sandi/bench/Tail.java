package dev.sandi.bench;

import java.time.Duration;

/** How long answers take at half the maximum, as requests see it that come in any case. */
final class Tail {

  private static final double MOST_MILLIS = 50;

  private Tail() {}

  /**
   * @param maximum accepted requests a second, flat out
   */
  static void measure(Run run, double maximum) {
    Side send = Side.send(run.installation(), Apps.UNLIMITED);
    run.progress().tell("Latency: open model at %,.0f/s, half the maximum", maximum / 2);
    // A server that is half idle takes other branches than one that is flat out.
    once(run, send, maximum, run.settings().warmup().dividedBy(3));
    Series p50 = new Series();
    Series p99 = new Series();
    for (int i = 0; i < run.settings().repetitions(); i++) {
      Tally tally = once(run, send, maximum, run.settings().length());
      p50.add(tally.percentile(50));
      p99.add(tally.percentile(99));
    }
    run.table().add("send at half the maximum, p50 ms", p50.show("%.1f"));
    run.table()
        .add(
            "send at half the maximum, p99 ms",
            p99.show("%.1f"),
            "≤ 50",
            p99.median() <= MOST_MILLIS);
  }

  private static Tally once(Run run, Side send, double maximum, Duration length) {
    run.rest();
    return run.load(send, run.settings().connections(), Pace.perSecond(maximum / 2), length);
  }
}
