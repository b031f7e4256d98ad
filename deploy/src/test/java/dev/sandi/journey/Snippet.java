package dev.sandi.journey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a guide. Behind the language may stand, in braces, what the test has to know:
 *
 * <ul>
 *   <li>{@code norun reason="…"}: it is not run, for this reason;
 *   <li>{@code file=…}: a program, which is written to a file of this name;
 *   <li>{@code background=…}: goes on while the rest of the guide is read, by this name; with
 *       {@code main=…} it is this class that is started, without Maven;
 *   <li>{@code output=…}: what the one of this name printed;
 *   <li>{@code eventually}: prints what follows after a while;
 *   <li>{@code variant=…}: for readers of this language alone, who go through the guide by
 *       themselves.
 * </ul>
 *
 * @param line of the file, from 1
 */
record Snippet(
    String guide, int line, String language, Map<String, String> attributes, String text) {

  private static final Pattern ATTRIBUTE =
      Pattern.compile("([a-z]+)(?:=(?:\"([^\"]*)\"|([^\\s}]+)))?");

  static Snippet of(String guide, int line, String info, String text) {
    int brace = info.indexOf('{');
    Map<String, String> attributes = new LinkedHashMap<>();
    if (brace >= 0) {
      Matcher attribute = ATTRIBUTE.matcher(info.substring(brace));
      while (attribute.find()) {
        String quoted = attribute.group(2);
        attributes.put(attribute.group(1), quoted == null ? attribute.group(3) : quoted);
      }
    }
    return new Snippet(
        guide, line, (brace < 0 ? info : info.substring(0, brace)).strip(), attributes, text);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  String get(String attribute) {
    return attributes.get(attribute);
  }

  /** Whether it shows what the block before it prints. */
  boolean isOutput() {
    return !has("output") && !has("file") && (language.equals("json") || language.equals("text"));
  }

  String name() {
    return "%s:%d %s".formatted(guide, line, language);
  }
}
