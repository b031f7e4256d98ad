package dev.sandi.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The same measure, taken several times. */
final class Series {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private List<Double> sorted() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }

  /** Median, and from the least to the most. */
  String show(String format) {
    List<Double> sorted = sorted();
    return String.format(
        Locale.ROOT,
        format + " (" + format + " – " + format + ")",
        median(),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }
}
