package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.InvalidValueException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A JSON value whose strings are templates. Values are put into the tree and not into its text, so
 * that no value can be more than a string. A string that is nothing but {@code {name:number}}
 * becomes a number.
 */
final class JsonTemplate {

  private static final Pattern NUMBER = Pattern.compile("\\{([a-z][a-z0-9_]{0,31}):number}");
  private static final int DEEPEST = 32;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Node root;
  private final List<Template> templates = new ArrayList<>();

  @FunctionalInterface
  private interface Node {
    JsonNode fill(Values values);
  }

  private JsonTemplate(JsonNode tree) {
    this.root = node(tree, 0);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static JsonTemplate of(JsonNode tree) {
    return new JsonTemplate(tree);
  }

  private Node node(JsonNode tree, int depth) {
    Rules.require(depth <= DEEPEST, "is nested too deeply");
    if (tree.isString()) {
      return text(tree.stringValue());
    }
    if (tree.isObject()) {
      Map<String, Node> fields = new LinkedHashMap<>();
      tree.properties()
          .forEach(field -> fields.put(field.getKey(), node(field.getValue(), depth + 1)));
      return values -> {
        var object = NODES.objectNode();
        fields.forEach((name, field) -> object.set(name, field.fill(values)));
        return object;
      };
    }
    if (tree.isArray()) {
      List<Node> items = new ArrayList<>();
      tree.forEach(item -> items.add(node(item, depth + 1)));
      return values -> {
        var array = NODES.arrayNode();
        items.forEach(item -> array.add(item.fill(values)));
        return array;
      };
    }
    return values -> tree;
  }

  private Node text(String text) {
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      Template template = Template.of("{" + number.group(1) + "}");
      templates.add(template);
      return values -> number(template.fill(values));
    }
    Template template = Template.of(text);
    templates.add(template);
    return values -> NODES.stringNode(template.fill(values));
  }

  private static JsonNode number(String text) {
    try {
      return NODES.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new InvalidValueException("a placeholder with :number has a value that is none");
    }
  }

  Stream<String> placeholders() {
    return templates.stream().flatMap(Template::placeholders);
  }

  Stream<SecretReference> secrets() {
    return templates.stream().flatMap(Template::secrets);
  }

  JsonNode fill(Values values) {
    return root.fill(values);
  }
}
