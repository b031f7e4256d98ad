package dev.sandi.bench.load;

import dev.sandi.bench.Tally;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A rate that was asked of the whole path, and what became of it.
 *
 * @param answers of the ingress
 * @param toSubmit orders that are due and not submitted, over seconds
 * @param toTell orders that are submitted and not told of, over seconds
 * @param others what else was looked at, by the title of its chart
 * @param cpu seconds by process
 * @param drained seconds from the last order to the last callback that had to come
 */
record Held(
    double rate,
    Tally answers,
    Journeys journeys,
    Curve toSubmit,
    Curve toTell,
    Map<String, List<Curve>> others,
    Map<String, Double> cpu,
    double drained) {

  private static final int CREATED = 201;

  /** What ends of a clock and of a batch may differ by. */
  private static final double NOISE = 0.01;

  /** Seconds of orders that may be on their way. */
  private static final double MOST_ON_THE_WAY = 2;

  long accepted() {
    return answers.count(CREATED);
  }

  /** Accepted orders of which nobody was told. */
  long lost() {
    return accepted() - Math.min(accepted(), journeys.told());
  }

  /** Whether as much came out as went in, while it went in. */
  boolean isFlat() {
    return accepted() >= (1 - NOISE) * journeys.count()
        && isFlat(toSubmit)
        && isFlat(toTell)
        && lost() == 0;
  }

  private boolean isFlat(Curve backlog) {
    List<Curve.Point> points = backlog.points();
    if (points.isEmpty()) {
      return true;
    }
    Curve.Point last = points.get(points.size() - 1);
    return backlog.slopeFrom(last.x() / 2) <= NOISE * rate && last.y() <= MOST_ON_THE_WAY * rate;
  }

  /** Microseconds of CPU that an order took, of all processes. */
  double cpuPerOrder() {
    return cpu.values().stream().mapToDouble(n -> n).sum() * 1e6 / Math.max(1, accepted());
  }

  String cpuByProcess() {
    return cpu.entrySet().stream()
        .map(
            used ->
                "%s %.0f".formatted(used.getKey(), used.getValue() * 1e6 / Math.max(1, accepted())))
        .collect(Collectors.joining(", "));
  }
}
