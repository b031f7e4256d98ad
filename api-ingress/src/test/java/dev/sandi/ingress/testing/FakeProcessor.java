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
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The processor's internal endpoint, as a test wants it to answer. */
public final class FakeProcessor implements AutoCloseable {

  /** How it answers one request. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange, Question question) throws IOException;
  }

  /** What it was asked. */
  public record Question(String method, String path, String authorization, String body) {

    public List<JsonNode> guesses() {
      return List.copyOf(JsonMapper.shared().readTree(body).get("guesses").values());
    }
  }

  /** What it says of the checks of any session. */
  private static final String CHECKS =
      """
      {"session_id":"01a21427-d7d7-7a35-b190-add06d32a473","checks":[
        {"check":"blocked","outcome":"passed"},
        {"check":"sequential","outcome":"refused","reason":"sequential_numbers",
         "evidence":{"distinct":9,"neighbours":["628123456****"]},
         "decided_at":"2026-11-25T10:00:00Z"}]}
      """;

  /** What it says that the checks of any app let pass. */
  private static final String SHADOW =
      """
      {"since":"2026-11-24T10:00:00Z","midnight":"2026-11-25T00:00:00Z","checks":[
        {"check":"spam","today":2,"last_24_hours":10000,"more":true},
        {"check":"sequential","today":0,"last_24_hours":0,"more":false}]}
      """;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private volatile Behaviour definitions;
  private volatile Behaviour behaviour = deciding("{\"outcome\":\"not_found\"}");

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
    return (exchange, question) -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Says the same of every guess. */
  public static Behaviour deciding(String verdict) {
    return deciding(guess -> verdict);
  }

  /** Says of each guess of a batch what is to be said of it. */
  public static Behaviour deciding(Function<JsonNode, String> verdict) {
    return (exchange, question) ->
        answering(
                200,
                question.guesses().stream()
                    .map(verdict)
                    .collect(Collectors.joining(",", "{\"verdicts\":[", "]}")))
            .answer(exchange, question);
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
      Question question =
          new Question(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      questions.add(question);
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/shadow")) {
        answering(200, SHADOW).answer(exchange, question);
      } else if (FakeDefinitions.knows(path)) {
        Behaviour told = definitions;
        (told == null ? FakeDefinitions.answering(question.body()) : told)
            .answer(exchange, question);
      } else if (path.startsWith("/internal/v1/sessions/")) {
        answering(200, CHECKS).answer(exchange, question);
      } else {
        behaviour.answer(exchange, question);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
