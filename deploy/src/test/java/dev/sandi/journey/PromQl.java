package dev.sandi.journey;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The names in an expression of PromQL: enough of its grammar to tell them apart. */
record PromQl(Set<String> metrics, Set<String> labels) {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\$\\{?\\w+\\}?|\\[[^\\]]*\\]|[0-9][\\w.]*|[a-zA-Z_:][\\w:]*|\\S");

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
  private static final Set<String> BEFORE_LABELS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  static PromQl read(String expression) {
    List<String> tokens = TOKEN.matcher(expression).results().map(MatchResult::group).toList();
    Set<String> metrics = new HashSet<>();
    Set<String> labels = new HashSet<>();
    boolean amongLabels = false;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String before = i == 0 ? "" : tokens.get(i - 1);
      String after = i + 1 == tokens.size() ? "" : tokens.get(i + 1);
      if (token.equals("{") || (token.equals("(") && BEFORE_LABELS.contains(before))) {
        amongLabels = true;
      } else if (token.equals("}") || token.equals(")")) {
        amongLabels = false;
      } else if (isName(token)) {
        if (amongLabels) {
          labels.add(token);
        } else if (!after.equals("(")
            && !OPERATORS.contains(token)
            && !BEFORE_LABELS.contains(token)
            && !BEFORE_LABELS.contains(after)) {
          metrics.add(token);
        }
      }
    }
    return new PromQl(metrics, labels);
  }

  private static boolean isName(String token) {
    return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
  }
}
