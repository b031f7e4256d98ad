package dev.sandi.bench.ground;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the requests of one label, in their order. */
final class Tally {

  /** After so many, an attack should be stopped. */
  static final int GRACE = 50;

  private final Map<String, Integer> byCheck = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private int asked;
  private int sent;
  private int sentBefore;
  private int stoppedLate;

  void add(Outcome outcome) {
    asked++;
    if (outcome instanceof Outcome.Sent) {
      sent++;
      sentBefore += byCheck.isEmpty() ? 1 : 0;
    } else if (outcome instanceof Outcome.Refused refused) {
      byCheck.merge(refused.check() + " (" + refused.reason() + ")", 1, Integer::sum);
      stoppedLate += asked > GRACE ? 1 : 0;
    } else if (outcome instanceof Outcome.Failed failed) {
      failures.merge(failed.reason(), 1, Integer::sum);
    }
  }

  int asked() {
    return asked;
  }

  int sent() {
    return sent;
  }

  /** Neither sent nor refused by a check. */
  int failed() {
    return failures.values().stream().mapToInt(count -> count).sum();
  }

  int refused() {
    return asked - sent - failed();
  }

  double refusedShare() {
    return asked == 0 ? 0 : (double) refused() / asked;
  }

  /** Sent before the first that was refused. */
  int sentBefore() {
    return sentBefore;
  }

  /** Of the messages after the first {@link #GRACE}, the share that was refused. */
  double stoppedShare() {
    return asked <= GRACE ? 0 : (double) stoppedLate / (asked - GRACE);
  }

  /** The checks that refused, the busiest first. */
  String checks() {
    return list(byCheck);
  }

  /** Why something failed that no check refused. */
  String failures() {
    return list(failures);
  }

  private static String list(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  void addAll(Tally other) {
    asked += other.asked;
    sent += other.sent;
    other.failures.forEach((reason, count) -> failures.merge(reason, count, Integer::sum));
    other.byCheck.forEach((check, count) -> byCheck.merge(check, count, Integer::sum));
  }
}
