package dev.sandi.ingress.testing;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client got. */
public record Answer(int status, HttpHeaders headers, String body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
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
