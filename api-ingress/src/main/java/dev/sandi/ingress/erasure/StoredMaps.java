package dev.sandi.ingress.erasure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Counts and times by name, as JSON. */
final class StoredMaps {

  private static final JsonMapper JSON = new JsonMapper();

  private StoredMaps() {}

  static String write(Map<String, ? extends @Nullable Long> map) {
    return JSON.writeValueAsString(map);
  }

  static Map<String, @Nullable Long> read(@Nullable String json) {
    return json == null
        ? Map.of()
        : JSON.readValue(json, new TypeReference<LinkedHashMap<String, @Nullable Long>>() {});
  }

  /** Of what has no nulls. */
  static Map<String, Long> counts(@Nullable String json) {
    Map<String, Long> counts = new LinkedHashMap<>();
    read(json)
        .forEach(
            (name, count) -> {
              if (count != null) {
                counts.put(name, count);
              }
            });
    return counts;
  }
}
