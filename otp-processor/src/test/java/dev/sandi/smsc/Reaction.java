package dev.sandi.smsc;

import java.time.Duration;
import java.util.List;

/**
 * What the SMSC does with a submit_sm.
 *
 * @param status of its answer
 * @param latency of its answer; null for the SMSC's
 * @param answers whether there is an answer
 * @param cuts whether it closes the connection instead of answering
 */
public record Reaction(
    int status, Duration latency, boolean answers, boolean cuts, List<Report> reports) {

  private static final int THROTTLED = 0x58;
  private static final int QUEUE_FULL = 0x14;

  public static Reaction take(Report... reports) {
    return new Reaction(0, null, true, false, List.of(reports));
  }

  public static Reaction refuse(int status) {
    return new Reaction(status, null, true, false, List.of());
  }

  public static Reaction throttle() {
    return refuse(THROTTLED);
  }

  public static Reaction queueFull() {
    return refuse(QUEUE_FULL);
  }

  public static Reaction silence() {
    return new Reaction(0, null, false, false, List.of());
  }

  public static Reaction cut() {
    return new Reaction(0, null, false, true, List.of());
  }

  public Reaction after(Duration later) {
    return new Reaction(status, later, answers, cuts, reports);
  }
}
