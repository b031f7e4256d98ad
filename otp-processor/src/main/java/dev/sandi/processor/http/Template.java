package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text with places for what a message brings: {@code {msisdn}}, or {@code ${SANDI_SECRET_…}}. A
 * brace of its own is written <code>{{</code>.
 */
final class Template {

  private static final Pattern PLACE =
      Pattern.compile("\\{\\{|\\$\\{[^}]*}?|\\{([a-z][a-z0-9_]{0,31})}|\\{");
  private static final int LONGEST = 4096;

  private final List<Part> parts;

  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Placeholder(String name) implements Part {}

  private record Hidden(SecretReference secret) implements Part {}

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Template of(String text) {
    Rules.require(text.length() <= LONGEST, "should have at most " + LONGEST + " characters");
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int end = 0;
    while (place.find()) {
      parts.add(new Literal(text.substring(end, place.start())));
      parts.add(part(place));
      end = place.end();
    }
    parts.add(new Literal(text.substring(end)));
    return new Template(parts);
  }

  private static Part part(Matcher place) {
    String found = place.group();
    if (found.equals("{{")) {
      return new Literal("{");
    }
    if (found.startsWith("$")) {
      return new Hidden(SecretReference.of(found));
    }
    String name = place.group(1);
    if (name == null) {
      throw new InvalidValueException("has a { that begins no placeholder; write {{ for one");
    }
    return new Placeholder(name);
  }

  /** The names that it asks for. */
  Stream<String> placeholders() {
    return parts.stream()
        .filter(Placeholder.class::isInstance)
        .map(part -> ((Placeholder) part).name());
  }

  Stream<SecretReference> secrets() {
    return parts.stream().filter(Hidden.class::isInstance).map(part -> ((Hidden) part).secret());
  }

  /** The text with everything in its place. */
  String fill(Values values) {
    return fill(values, UnaryOperator.identity());
  }

  /**
   * The same.
   *
   * @param encode what is done to each value that is put in, and not to the text around
   */
  String fill(Values values, UnaryOperator<String> encode) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Placeholder placeholder) {
        text.append(encode.apply(values.of(placeholder.name())));
      } else if (part instanceof Hidden hidden) {
        text.append(encode.apply(values.of(hidden.secret())));
      }
    }
    return text.toString();
  }

  /** Whether nothing is put into it. */
  boolean isPlain() {
    return parts.stream().allMatch(Literal.class::isInstance);
  }

  /** What it begins with, up to the first place. */
  String head() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Literal literal)) {
        break;
      }
      text.append(literal.text());
    }
    return text.toString();
  }
}
