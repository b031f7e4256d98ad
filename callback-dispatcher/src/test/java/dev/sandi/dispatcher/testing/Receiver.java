package dev.sandi.dispatcher.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A customer's server. */
public final class Receiver implements AutoCloseable {

  /** What it answers. */
  public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply of(int status) {
      return new Reply(status, Map.of(), "");
    }

    public Reply with(String header, String value) {
      return new Reply(status, Map.of(header, value), body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Reply> replies = request -> Reply.of(200);

  private Receiver(HttpServer server) {
    this.server = server;
  }

  /** Starts a server that takes everything. */
  public static Receiver start() {
    try {
      Receiver receiver =
          new Receiver(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      receiver.server.createContext("/", receiver::handle);
      receiver.server.setExecutor(receiver.threads);
      receiver.server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void replies(Reply next) {
    replies = request -> next;
  }

  /** What it answers to each request; asked one at a time. */
  public void repliesBy(Function<Received, Reply> next) {
    replies = next;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply answer = answer(Received.of(exchange));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized Reply answer(Received request) {
    requests.add(request);
    return replies.apply(request);
  }

  public List<Received> requests() {
    return List.copyOf(requests);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
