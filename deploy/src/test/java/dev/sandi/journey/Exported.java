package dev.sandi.journey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What services export, in the text format of Prometheus.
 *
 * @param families names of metrics, as they are typed
 * @param labels of each series' name, the names of the labels that there are
 */
record Exported(Set<String> families, Map<String, Set<String>> labels) {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) .*");
  private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  static Exported of(String text) {
    Set<String> families = new TreeSet<>();
    Map<String, Set<String>> labels = new HashMap<>();
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher series = SERIES.matcher(line);
      if (type.matches()) {
        families.add(type.group(1));
      } else if (!line.startsWith("#") && series.matches()) {
        Set<String> of = labels.computeIfAbsent(series.group(1), name -> new HashSet<>());
        if (series.group(2) != null) {
          LABEL.matcher(series.group(2)).results().forEach(label -> of.add(label.group(1)));
        }
      }
    }
    // The longest of late comes with each histogram and summary.
    families.removeIf(
        name -> name.endsWith("_max") && families.contains(name.substring(0, name.length() - 4)));
    return new Exported(families, labels);
  }
}
