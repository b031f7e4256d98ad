package dev.sandi.processor.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider answered. {@link #toString} tells the status only. */
final class Answer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private Optional<JsonNode> json = Optional.empty();
  private boolean parsed;

  /**
   * @param headers by their names in lower case, the first of each name
   * @param body decoded; empty if it is longer than is read, or cannot be decoded
   */
  Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON; empty if it is none. */
  Optional<JsonNode> json() {
    if (!parsed) {
      json = parse(body);
      parsed = true;
    }
    return json;
  }

  static Optional<JsonNode> parse(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
