package dev.sandi.ingress.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AsyncAPI document in one piece: the schemas of events that the file refers to stand in it.
 *
 * @param json AsyncAPI 3.0
 */
record EventsDocument(JsonNode json) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** A schema of {@code shared-model}, which is on the class path. */
  private static final Pattern SCHEMA = Pattern.compile(".*/resources/(schema/[a-z0-9_.]+\\.json)");

  static EventsDocument read() {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(new ClassPathResource("pages/asyncapi.yaml"));
    yaml.setSingleton(false);
    JsonNode document = JSON.valueToTree(yaml.getObject());
    return new EventsDocument(whole(document));
  }

  /** An event as it may come, with all its fields. */
  static JsonNode sample(String name) {
    return resource("sample/" + name + ".json");
  }

  /** What a reference within the document leads to; anything else as it is. */
  JsonNode resolve(JsonNode node) {
    JsonNode resolved = node;
    while (resolved.path("$ref").isString()) {
      resolved = json.at(resolved.path("$ref").stringValue().substring(1));
    }
    return resolved;
  }

  private static JsonNode whole(JsonNode node) {
    return replace(
        node,
        reference -> {
          Matcher schema = SCHEMA.matcher(reference);
          return schema.matches() ? inOnePiece(resource(schema.group(1))) : null;
        });
  }

  /** A schema that refers to nothing, so that it can stand anywhere. */
  private static JsonNode inOnePiece(JsonNode schema) {
    JsonNode expanded =
        replace(
            schema,
            reference ->
                reference.startsWith("#/") ? schema.at(reference.substring(1)).deepCopy() : null);
    ((ObjectNode) expanded).remove("$defs");
    return expanded;
  }

  /** With each reference replaced that {@code target} knows; what stands beside it stays. */
  private static JsonNode replace(JsonNode node, Function<String, @Nullable JsonNode> target) {
    if (node instanceof ObjectNode object) {
      JsonNode found = target.apply(object.path("$ref").asString(""));
      if (found != null) {
        object.remove("$ref");
        return ((ObjectNode) replace(found, target)).setAll(object);
      }
      object.properties().forEach(entry -> entry.setValue(replace(entry.getValue(), target)));
    } else if (node instanceof ArrayNode array) {
      for (int at = 0; at < array.size(); at++) {
        array.set(at, replace(array.get(at), target));
      }
    }
    return node;
  }

  private static JsonNode resource(String path) {
    try (InputStream in = new ClassPathResource(path).getInputStream()) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
