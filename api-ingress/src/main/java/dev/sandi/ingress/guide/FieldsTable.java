package dev.sandi.ingress.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The fields of a JSON Schema as a table, those of objects inside by their paths. */
final class FieldsTable {

  private final List<String> rows = new ArrayList<>();

  private FieldsTable() {}

  /** In Markdown. */
  static String of(JsonNode schema) {
    FieldsTable table = new FieldsTable();
    table.rows.add("| field | type | |");
    table.rows.add("|---|---|---|");
    table.fields("", schema);
    return String.join("\n", table.rows);
  }

  private void fields(String path, JsonNode object) {
    List<String> required =
        object.path("required").values().stream().map(JsonNode::stringValue).toList();
    for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
      JsonNode schema = property.getValue();
      String name = path + property.getKey();
      rows.add(
          "| `%s`%s | %s | %s |"
              .formatted(
                  name,
                  required.contains(property.getKey()) ? "" : " (optional)",
                  type(schema),
                  cell(schema.path("description").asString("") + bounds(schema))));
      fields(name + ".", schema);
      fields(name + "[].", schema.path("items"));
    }
  }

  private static String type(JsonNode schema) {
    if (schema.path("type").asString("").equals("array")) {
      return "array of " + type(schema.path("items"));
    }
    String format = schema.path("format").asString("");
    return schema.path("type").asString("any") + (format.isEmpty() ? "" : ", " + format);
  }

  private static String bounds(JsonNode schema) {
    return Stream.of(
            words(schema, "const", "Always `%s`."),
            schema.path("enum").isEmpty()
                ? ""
                : schema.path("enum").values().stream()
                    .map(value -> "`" + value.asString() + "`")
                    .collect(Collectors.joining(", ", "One of ", ".")),
            words(schema, "minimum", "At least %s."),
            words(schema, "maximum", "At most %s."),
            words(schema, "maxLength", "At most %s characters."),
            words(schema, "maxItems", "At most %s of them."))
        .filter(bound -> !bound.isEmpty())
        .map(bound -> " " + bound)
        .collect(Collectors.joining());
  }

  private static String words(JsonNode schema, String keyword, String words) {
    return schema.has(keyword) ? words.formatted(schema.path(keyword).asString()) : "";
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
