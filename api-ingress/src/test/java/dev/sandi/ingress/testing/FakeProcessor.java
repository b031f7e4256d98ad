package dev.sandi.ingress.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The processor's internal endpoint, as a test wants it to answer. */
public final class FakeProcessor implements AutoCloseable {

  /** How it answers one request. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** What it was asked. */
  public record Question(String method, String path, String authorization, String body) {}

  /** What it says of the checks of any session. */
  private static final String CHECKS =
      """
      {"session_id":"01a21427-d7d7-7a35-b190-add06d32a473","checks":[
        {"check":"blocked","outcome":"passed"},
        {"check":"sequential","outcome":"refused","reason":"sequential_numbers",
         "evidence":{"distinct":9,"neighbours":["62812******01"]},
         "decided_at":"2026-11-25T10:00:00Z"}]}
      """;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private volatile Behaviour definitions;
  private volatile Behaviour behaviour = answering(200, "{\"outcome\":\"not_found\"}");

  FakeProcessor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  public static Behaviour answering(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** How it answers about gateways and routes; null for as usual. */
  public void behaveAboutDefinitions(Behaviour next) {
    definitions = next;
  }

  public List<Question> questions() {
    return questions;
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      questions.add(
          new Question(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              body));
      if (definitions != null && FakeDefinitions.knows(exchange.getRequestURI().getPath())) {
        definitions.answer(exchange);
      } else if (FakeDefinitions.knows(exchange.getRequestURI().getPath())) {
        FakeDefinitions.answering(body).answer(exchange);
      } else if (exchange.getRequestURI().getPath().startsWith("/internal/v1/sessions/")) {
        answering(200, CHECKS).answer(exchange);
      } else {
        behaviour.answer(exchange);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
