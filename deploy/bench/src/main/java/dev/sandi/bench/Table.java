package dev.sandi.bench;

import java.util.ArrayList;
import java.util.List;

/** What a run found, row by row. */
public final class Table {

  private final List<Row> rows = new ArrayList<>();

  private record Row(String what, String measured, String target, String verdict) {}

  public void add(String what, String measured) {
    rows.add(new Row(what, measured, "", ""));
  }

  public void add(String what, String measured, String target, boolean met) {
    rows.add(new Row(what, measured, target, met ? "met" : "MISSED"));
  }

  public String show() {
    List<Row> all = new ArrayList<>(rows);
    all.add(0, new Row("", "measured", "target", ""));
    int what = all.stream().mapToInt(row -> row.what().length()).max().orElse(0);
    int measured = all.stream().mapToInt(row -> row.measured().length()).max().orElse(0);
    int target = all.stream().mapToInt(row -> row.target().length()).max().orElse(0);
    var text = new StringBuilder();
    for (Row row : all) {
      text.append(pad(row.what(), what))
          .append("  ")
          .append(pad(row.measured(), measured))
          .append("  ")
          .append(pad(row.target(), target))
          .append("  ")
          .append(row.verdict());
      while (text.charAt(text.length() - 1) == ' ') {
        text.setLength(text.length() - 1);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
