package dev.sandi.ingress.testing;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client got. */
public record Answer(int status, HttpHeaders headers, String body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** What came over a raw connection. */
  public static Answer parse(String text) {
    String[] parts = text.split("\r\n\r\n", 2);
    List<String> lines = parts[0].lines().toList();
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines.subList(1, lines.size())) {
      String[] header = line.split(": ", 2);
      headers.computeIfAbsent(header[0], unseen -> new ArrayList<>()).add(header[1]);
    }
    return new Answer(
        Integer.parseInt(lines.get(0).split(" ", 3)[1]),
        HttpHeaders.of(headers, (name, value) -> true),
        parts[1]);
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  public String text(String field) {
    JsonNode node = json().get(field);
    return node == null || node.isNull() ? null : node.asString();
  }

  public String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** Whether it is said to be one that was given before. */
  public boolean isReplayed() {
    return "true".equals(header("Idempotent-Replayed"));
  }

  /** What an error body is to say, exactly, with the id that the header says. */
  public static String problem(int code, String message, String error, String requestId) {
    return "{\"code\":%d,\"message\":\"%s\",\"error\":\"%s\",\"request_id\":\"%s\"}"
        .formatted(code, message, error, requestId);
  }
}
