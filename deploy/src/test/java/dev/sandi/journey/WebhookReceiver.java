package dev.sandi.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A customer's webhook endpoint, which remembers what it was told. */
final class WebhookReceiver implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<ReceivedCallback> callbacks = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  record ReceivedCallback(HttpHeaders headers, String body) {

    JsonNode json() {
      return JSON.readTree(body);
    }

    String type() {
      return json().get("type").asString();
    }

    String session() {
      return json().get("data").get("session_id").asString();
    }
  }

  WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    callbacks.add(
        new ReceivedCallback(HttpHeaders.of(exchange.getRequestHeaders(), (n, v) -> true), body));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/otp";
  }

  /** What was told of a session, in the order of arrival. */
  List<ReceivedCallback> of(String session) {
    return callbacks.stream().filter(callback -> callback.session().equals(session)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
