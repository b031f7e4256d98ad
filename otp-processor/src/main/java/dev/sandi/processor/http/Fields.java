package dev.sandi.processor.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a form or a query, by name and in the order in which each name has them. */
final class Fields {

  private final TreeMap<String, List<String>> values = new TreeMap<>();

  private Fields() {}

  /** Reads them; empty if they are not encoded as they should be. */
  static Optional<Fields> of(String text) {
    Fields fields = new Fields();
    try {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (!pair.isEmpty()) {
          fields
              .values
              .computeIfAbsent(
                  decoded(equals < 0 ? pair : pair.substring(0, equals)), name -> new ArrayList<>())
              .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
      }
      return Optional.of(fields);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The only value of a name; empty if there is none, or more than one. */
  Optional<String> only(String name) {
    List<String> found = values.getOrDefault(name, List.of());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Sorted by name. */
  Map<String, List<String>> sorted() {
    return values;
  }

  /** An object of strings; of a name that comes more than once, a list. */
  JsonNode tree() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (name, texts) -> {
          if (texts.size() == 1) {
            object.put(name, texts.get(0));
          } else {
            texts.forEach(object.withArrayProperty(name)::add);
          }
        });
    return object;
  }
}
