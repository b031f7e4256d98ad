package dev.sandi.processor.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request as a provider got it. */
record Received(
    String method, String path, String query, Map<String, String> headers, String body) {

  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The fields of the form, each of which should be there once. */
  Map<String, String> form() {
    return fields(body);
  }

  Map<String, String> parameters() {
    return fields(query);
  }

  private static Map<String, String> fields(String text) {
    LinkedMultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
    Stream.of(text.split("&"))
        .map(pair -> List.of(pair.split("=", 2)))
        .forEach(pair -> fields.add(decode(pair.get(0)), decode(pair.get(1))));
    return fields.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                field -> {
                  if (field.getValue().size() != 1) {
                    throw new AssertionError("a field comes twice");
                  }
                  return field.getValue().get(0);
                }));
  }

  private static String decode(String text) {
    return UriUtils.decode(text.replace("+", " "), StandardCharsets.UTF_8);
  }
}
