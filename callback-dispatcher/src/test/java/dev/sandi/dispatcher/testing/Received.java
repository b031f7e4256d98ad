package dev.sandi.dispatcher.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request as a receiver saw it. Names of headers are as {@code HttpServer} writes them.
 *
 * @param port where it came from, which tells connections apart
 */
public record Received(
    int port, String method, String path, Map<String, List<String>> headers, String body) {

  static Received of(HttpExchange exchange) throws IOException {
    return new Received(
        exchange.getRemoteAddress().getPort(),
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        Map.copyOf(exchange.getRequestHeaders()),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  public String header(String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  public String id() {
    return header("Webhook-id");
  }

  public long timestamp() {
    return Long.parseLong(header("Webhook-timestamp"));
  }
}
