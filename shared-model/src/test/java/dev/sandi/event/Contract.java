package dev.sandi.event;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of the contract: schemas and golden samples. */
final class Contract {

  static final JsonMapper JSON = new JsonMapper();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Contract() {}

  /** A golden sample and the type that it is of. */
  record Sample(EventType type, String path) {

    byte[] bytes() {
      return resource(path);
    }

    JsonNode json() {
      return JSON.readTree(bytes());
    }

    Event event() {
      return EventJson.read(type, bytes());
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** The sample of {@code type} that has every field. */
  static Sample full(EventType type) {
    return new Sample(type, "/sample/" + type.wireName() + ".json");
  }

  /** Today's samples. */
  static Stream<Sample> samples() {
    return in("/sample/");
  }

  /** What was on the wire when the contract was made. */
  static Stream<Sample> frozenSamples() {
    return in("/sample/frozen/");
  }

  private static Stream<Sample> in(String directory) {
    return Arrays.stream(EventType.values())
        .flatMap(
            type ->
                Stream.of(".json", ".minimal.json")
                    .map(suffix -> new Sample(type, directory + type.wireName() + suffix)))
        .filter(sample -> Contract.class.getResource(sample.path()) != null);
  }

  static JsonNode schema(EventType type) {
    return JSON.readTree(resource("/schema/" + type.wireName() + ".json"));
  }

  /** What the schema of {@code type} finds wrong with a body, formats included. */
  static List<String> faults(EventType type, byte[] body) {
    Schema schema = SCHEMAS.getSchema(schema(type));
    return schema
        .validate(
            new String(body, StandardCharsets.UTF_8),
            InputFormat.JSON,
            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static byte[] resource(String path) {
    try (var in = Contract.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new AssertionError(path + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
