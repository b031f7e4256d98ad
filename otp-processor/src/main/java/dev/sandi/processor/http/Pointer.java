package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Where a value stands in JSON (RFC 6901), with {@code *} for every element of an array: {@code
 * /messages/*}{@code /id}. What is not there is simply not found, whatever the JSON looks like.
 */
final class Pointer {

  private static final int LONGEST = 256;

  private final List<String> steps;

  private Pointer(List<String> steps) {
    this.steps = List.copyOf(steps);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Pointer of(String text) {
    if (text.length() > LONGEST || !(text.isEmpty() || text.startsWith("/"))) {
      throw new InvalidValueException("should be a JSON pointer such as /messages/0/id");
    }
    List<String> steps = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String step : text.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return new Pointer(steps);
  }

  /** All that is there, in order. */
  List<JsonNode> in(JsonNode root) {
    List<JsonNode> found = List.of(root);
    for (String step : steps) {
      found = found.stream().flatMap(node -> step(node, step)).toList();
    }
    return found;
  }

  private static Stream<JsonNode> step(JsonNode node, String step) {
    if (node.isArray()) {
      if (step.equals("*")) {
        return node.values().stream();
      }
      return step.matches("[0-9]{1,5}")
          ? Stream.ofNullable(node.get(Integer.parseInt(step)))
          : Stream.empty();
    }
    return node.isObject() ? Stream.ofNullable(node.get(step)) : Stream.empty();
  }

  /** The values there as text: those of an array one by one, and nothing for an object or null. */
  List<String> texts(JsonNode root) {
    return in(root).stream()
        .flatMap(node -> node.isArray() ? node.values().stream() : Stream.of(node))
        .filter(node -> node.isValueNode() && !node.isNull())
        .map(JsonNode::asString)
        .toList();
  }

  /** The first of them that is not empty. */
  Optional<String> text(JsonNode root) {
    return texts(root).stream().filter(text -> !text.isEmpty()).findFirst();
  }
}
