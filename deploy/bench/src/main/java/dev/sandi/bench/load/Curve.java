package dev.sandi.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Values over something, time for one. */
final class Curve {

  private final String name;
  private final List<Point> points = new ArrayList<>();

  record Point(double x, double y) {}

  Curve(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(double x, double y) {
    points.add(new Point(x, y));
  }

  List<Point> points() {
    return List.copyOf(points);
  }

  /**
   * The slope of the line that fits best, from some x on.
   *
   * @return y a unit of x; 0 of fewer than two points
   */
  double slopeFrom(double x) {
    List<Point> late = points.stream().filter(point -> point.x() >= x).toList();
    double meanX = late.stream().mapToDouble(Point::x).average().orElse(0);
    double meanY = late.stream().mapToDouble(Point::y).average().orElse(0);
    double spread = late.stream().mapToDouble(p -> (p.x() - meanX) * (p.x() - meanX)).sum();
    double common = late.stream().mapToDouble(p -> (p.x() - meanX) * (p.y() - meanY)).sum();
    return spread == 0 ? 0 : common / spread;
  }
}
