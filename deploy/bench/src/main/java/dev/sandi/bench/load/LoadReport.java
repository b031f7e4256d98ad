package dev.sandi.bench.load;

import dev.sandi.bench.BenchmarkFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The plots of a run, as one HTML file that loads nothing. */
final class LoadReport {

  private static final int TICKS_PER_HALF = 5;
  private static final double MOST_NINES = 5;

  private static final String HEAD =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Sandi under load</title>
      <style>body{font:14px system-ui,sans-serif;max-width:760px;margin:2em auto;padding:0 1em}
      svg{width:100%;font:11px system-ui,sans-serif}svg text{fill:currentColor}
      svg text[fill]{fill:revert-layer}.title{font-weight:bold;font-size:13px}
      .grid{stroke:#8884;stroke-width:1}pre{overflow-x:auto}</style>
      <h1>Sandi under load</h1>
      """;

  private final StringBuilder html = new StringBuilder(HEAD);

  /** Adds all plots of a stretch. */
  void add(String title, Held held) {
    html.append("<h2>%s</h2>\n".formatted(title));
    html.append(
        Chart.overTime("orders on their way", List.of(held.toSubmit(), held.toTell())).svg());
    held.others().forEach((name, curves) -> html.append(Chart.overTime(name, curves).svg()));
    html.append(
        Chart.logarithmic(
                "milliseconds from when an order was due, by percentile",
                List.of(
                    percentiles("201", held.answers().latencies()),
                    percentiles("submit", held.journeys().toSubmit()),
                    percentiles("first callback", held.journeys().toCallback())),
                List.of(
                    new Chart.Tick(nines(50), "p50"),
                    new Chart.Tick(nines(90), "p90"),
                    new Chart.Tick(nines(99), "p99"),
                    new Chart.Tick(nines(99.9), "p99.9"),
                    new Chart.Tick(nines(99.99), "p99.99")))
            .svg());
  }

  private static double nines(double percentile) {
    return Math.min(MOST_NINES, -Math.log10(Math.max(1e-9, 1 - percentile / 100)));
  }

  private static Curve percentiles(String name, Histogram nanos) {
    Curve curve = new Curve(name);
    List<Double> seen = new ArrayList<>();
    nanos
        .percentiles(TICKS_PER_HALF)
        .forEach(
            value -> {
              double x = nines(value.getPercentileLevelIteratedTo());
              if (x < MOST_NINES && !seen.contains(x)) {
                seen.add(x);
                curve.add(x, value.getValueIteratedTo() / 1e6);
              }
            });
    return curve;
  }

  void write(Path file, String table) {
    html.append("<h2>All</h2>\n<pre>").append(table).append("</pre>\n</html>\n");
    try {
      Files.writeString(file, html);
    } catch (IOException e) {
      throw new BenchmarkFailure(file + " cannot be written.", e);
    }
  }
}
