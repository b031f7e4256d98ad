package dev.sandi.bench.load;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Curves in one frame, as SVG. */
final class Chart {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 240;
  private static final int LEFT = 70;
  private static final int BOTTOM = 30;
  private static final int TOP = 34;
  private static final List<String> COLOURS =
      List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf");

  private final String title;
  private final List<Curve> curves;
  private final List<Tick> ticksX;
  private final boolean logarithmic;

  /** A place on an axis, and what stands there. */
  record Tick(double at, String label) {}

  private Chart(String title, List<Curve> curves, List<Tick> ticksX, boolean logarithmic) {
    this.title = title;
    this.curves = List.copyOf(curves);
    this.ticksX = ticksX;
    this.logarithmic = logarithmic;
  }

  /** Over seconds. */
  static Chart overTime(String title, List<Curve> curves) {
    double last = most(curves, true);
    List<Tick> ticks = new ArrayList<>();
    double step = step(last);
    for (double at = 0; at <= last; at += step) {
      ticks.add(new Tick(at, number(at) + " s"));
    }
    return new Chart(title, curves, ticks, false);
  }

  /** With ticks of the caller, values by their order of magnitude. */
  static Chart logarithmic(String title, List<Curve> curves, List<Tick> ticks) {
    return new Chart(title, curves, ticks, true);
  }

  private static double most(List<Curve> curves, boolean x) {
    return curves.stream()
        .flatMap(curve -> curve.points().stream())
        .mapToDouble(point -> x ? point.x() : point.y())
        .max()
        .orElse(1);
  }

  /** Of 1, 2 or 5 times a power of ten, so that there are about five. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1e-9, most / 5))));
    double times = most / 5 / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }

  private static String number(double value) {
    DecimalFormat format =
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return value >= 1e6 ? format.format(value / 1e6) + "M" : format.format(value);
  }

  String svg() {
    double mostX = Math.max(1e-9, most(curves, true));
    double mostY = Math.max(1e-9, most(curves, false));
    DoubleUnaryOperator x = value -> LEFT + value / mostX * (WIDTH - LEFT - 10);
    DoubleUnaryOperator share =
        logarithmic
            ? value -> Math.log10(1 + Math.max(0, value) * 10) / Math.log10(1 + mostY * 10)
            : value -> value / mostY;
    DoubleUnaryOperator y =
        value -> HEIGHT - BOTTOM - share.applyAsDouble(value) * (HEIGHT - BOTTOM - TOP);
    StringBuilder svg = new StringBuilder();
    line(svg, "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", WIDTH, HEIGHT, title);
    line(svg, "<text x='%d' y='14' class='title'>%s</text>", LEFT, title);
    for (Tick tick : ticksX) {
      double at = x.applyAsDouble(tick.at());
      line(svg, "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>", at, HEIGHT - 8, tick.label);
    }
    for (double tick : ticksY(mostY)) {
      double at = y.applyAsDouble(tick);
      line(svg, "<path d='M%d %.1f H%d' class='grid'/>", LEFT, at, WIDTH - 10);
      line(
          svg, "<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, at + 4, number(tick));
    }
    for (int i = 0; i < curves.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      draw(svg, curves.get(i), colour, x, y);
      line(
          svg,
          "<text x='%d' y='28' fill='%s'>%s</text>",
          LEFT + i * 160,
          colour,
          curves.get(i).name());
    }
    return svg.append("</svg>\n").toString();
  }

  private List<Double> ticksY(double most) {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double at = 1; at <= most; at *= 10) {
        ticks.add(at);
      }
    } else {
      double step = step(most);
      for (double at = 0; at <= most; at += step) {
        ticks.add(at);
      }
    }
    return ticks;
  }

  private static void draw(
      StringBuilder svg, Curve curve, String colour, DoubleUnaryOperator x, DoubleUnaryOperator y) {
    StringBuilder path = new StringBuilder();
    for (Curve.Point point : curve.points()) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(
              String.format(
                  Locale.ROOT,
                  "%.1f %.1f",
                  x.applyAsDouble(point.x()),
                  y.applyAsDouble(point.y())));
    }
    line(svg, "<path d='%s' fill='none' stroke='%s' stroke-width='1.5'/>", path, colour);
  }

  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
