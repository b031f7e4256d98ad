package dev.sandi.ingress.docs;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sandi.ingress.testing.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI document as a test reads it: strict, so that nothing in an answer is undocumented. */
final class Document {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /** Headers that are part of the contract: none of them may come without being documented. */
  private static final Set<String> OURS =
      Set.of(
          "x-request-id",
          "retry-after",
          "ratelimit",
          "ratelimit-policy",
          "idempotent-replayed",
          "www-authenticate",
          "etag",
          "location");

  private final JsonNode root;
  private final ObjectNode schemas;

  Document(Answer answer) {
    this.root = answer.json();
    this.schemas = (ObjectNode) root.at("/components/schemas").deepCopy();
    close(schemas);
  }

  JsonNode root() {
    return root;
  }

  /** All operations, as {@code POST /v2/otp/send}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
      }
    }
    return operations;
  }

  JsonNode operation(String operation) {
    String[] parts = operation.split(" ", 2);
    return root.get("paths").get(parts[1]).get(parts[0].toLowerCase(java.util.Locale.ROOT));
  }

  /** All answers, as {@code POST /v2/otp/send 409 msisdn_blocked}; a success has no slug. */
  Set<String> answers() {
    Set<String> answers = new TreeSet<>();
    for (String operation : operations()) {
      for (var response : operation(operation).get("responses").properties()) {
        Set<String> slugs = slugs(response.getValue());
        if (slugs.isEmpty()) {
          answers.add(operation + " " + response.getKey());
        }
        for (String slug : slugs) {
          answers.add(operation + " " + response.getKey() + " " + slug);
        }
      }
    }
    return answers;
  }

  private static Set<String> slugs(JsonNode response) {
    Set<String> slugs = new TreeSet<>();
    for (JsonNode media : response.path("content")) {
      for (JsonNode example : media.path("examples")) {
        JsonNode value = example.get("value");
        slugs.add((value.has("error") ? value.get("error") : value.get("code")).asString());
      }
    }
    return slugs;
  }

  /** What an answer has that is not documented, or lacks that is. */
  List<String> faults(String operation, Answer answer) {
    JsonNode response = operation(operation).get("responses").get(String.valueOf(answer.status()));
    if (response == null) {
      return List.of("status " + answer.status());
    }
    List<String> faults = new ArrayList<>();
    String type = answer.header("Content-Type");
    JsonNode media = type == null ? null : response.path("content").get(type.replaceAll(";.*", ""));
    if (media != null && (type.startsWith("text/") || type.startsWith("application/x-ndjson"))) {
      return faults;
    }
    if (media == null) {
      if (type != null || response.has("content")) {
        faults.add("content type " + type);
      }
    } else {
      faults.addAll(faults(media.get("schema"), answer.json()));
      if (media.has("examples") && answer.status() >= 400) {
        faults.addAll(messageFaults(media.get("examples"), answer));
      }
    }
    for (var header : response.path("headers").properties()) {
      String value = answer.header(header.getKey());
      if (value == null && header.getValue().path("required").asBoolean(false)) {
        faults.add("no header " + header.getKey());
      } else if (value != null) {
        faults.addAll(headerFaults(header.getValue().get("schema"), value));
      }
    }
    for (String name : answer.headers().map().keySet()) {
      if (OURS.contains(name)
          && response.path("headers").propertyNames().stream()
              .noneMatch(known -> known.equalsIgnoreCase(name))) {
        faults.add("header " + name);
      }
    }
    return faults;
  }

  /** A refusal's message is one that is shown, or of a kind of which one is shown. */
  private static List<String> messageFaults(JsonNode examples, Answer answer) {
    String message = answer.text("message") == null ? "detail" : "message";
    String slug = answer.text("message") == null ? "code" : "error";
    String told = answer.text(message);
    for (JsonNode example : examples) {
      JsonNode value = example.get("value");
      String shown = value.get(message).asString();
      if (value.get(slug).asString().equals(answer.text(slug))
          && (kind(told).equals(kind(shown))
              || value.get(slug).asString().equals("invalid_fields"))) {
        return List.of();
      }
    }
    return List.of("message " + told + " of " + answer.text(slug));
  }

  private static String kind(String message) {
    int colon = message.indexOf(" invalid: ");
    return colon < 0 ? message : message.substring(0, colon);
  }

  private List<String> headerFaults(JsonNode schema, String value) {
    boolean integer = schema.path("type").asString("").equals("integer");
    return faults(schema, JSON.readTree(integer ? value : JSON.writeValueAsString(value)));
  }

  List<String> faults(JsonNode schema, JsonNode instance) {
    ObjectNode whole = (ObjectNode) schema.deepCopy();
    whole.set("$defs", schemas);
    return SCHEMAS
        .getSchema(JSON.readTree(whole.toString().replace("#/components/schemas/", "#/$defs/")))
        .validate(
            instance.toString(),
            com.networknt.schema.InputFormat.JSON,
            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static void close(JsonNode schemas) {
    for (var schema : schemas.properties()) {
      // Bodies that clients send may have more.
      if (schema.getValue() instanceof ObjectNode object
          && object.has("properties")
          && !object.has("additionalProperties")
          && !schema.getKey().endsWith("Request")) {
        object.put("additionalProperties", false);
      }
      for (JsonNode property : schema.getValue().path("properties")) {
        splitTypes((ObjectNode) property);
      }
    }
  }

  /** The validator does not know bounds of what may be a number or not. */
  private static void splitTypes(ObjectNode schema) {
    if (schema.has("maximum") && schema.get("type").isArray()) {
      ObjectNode rest = schema.deepCopy();
      schema.removeAll();
      for (JsonNode type : rest.get("type")) {
        schema.withArray("anyOf").add(rest.deepCopy().set("type", type));
      }
      for (JsonNode alternative : schema.get("anyOf")) {
        if (!alternative.get("type").asString().equals("integer")) {
          ((ObjectNode) alternative).remove(List.of("maximum", "minimum"));
        }
      }
    }
  }

  /** A body that clients send, by the name of its schema. */
  List<String> bodyFaults(String name, JsonNode body) {
    return faults(schemas.get(name), body);
  }
}
