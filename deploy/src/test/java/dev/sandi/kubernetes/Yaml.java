package dev.sandi.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML; a field that stands twice is an error. */
final class Yaml {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Yaml() {}

  /** The documents of a file. */
  static List<ObjectNode> documents(Path file) {
    try (MappingIterator<ObjectNode> documents =
        MAPPER.readerFor(ObjectNode.class).readValues(text(file))) {
      return documents.readAll();
    }
  }

  static ObjectNode document(Path file) {
    return documents(file).get(0);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
