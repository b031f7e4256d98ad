package dev.sandi.ingress.testing;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** An app's server. */
public record Customer(Ingress ingress, String app, String key) {

  public static final String SEND = "/v2/otp/send";
  public static final String VERIFY = "/v2/otp/verify";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ingress.uri(path))
        .timeout(Duration.ofSeconds(20))
        .header("App-ID", app)
        .header("API-Key", key)
        .header("User-Agent", "customer/1.0");
  }

  public Answer send(String json) {
    return post(SEND, json);
  }

  public Answer verify(String json) {
    return post(VERIFY, json);
  }

  public Answer post(String path, String json) {
    return call(posting(path, json));
  }

  public HttpRequest.Builder posting(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  public Answer get(String path) {
    return call(request(path).GET());
  }

  /** From an address of its own, so that nobody else's failures count, if the ingress trusts us. */
  public Answer getFromAnywhere(String path) {
    int host = ThreadLocalRandom.current().nextInt(1 << 24);
    String source = "10.%d.%d.%d".formatted(host >> 16, host >> 8 & 255, host & 255);
    return call(request(path).header("X-Forwarded-For", source).GET());
  }

  public static Answer call(HttpRequest.Builder request) {
    try {
      return Answer.of(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public static CompletableFuture<Answer> callAsync(HttpRequest.Builder request) {
    return CLIENT
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(Answer::of);
  }

  /** Sends with an {@code Idempotency-Key}. */
  public Answer send(String json, String idempotencyKey) {
    return call(sending(json, idempotencyKey));
  }

  public HttpRequest.Builder sending(String json, String idempotencyKey) {
    return posting(SEND, json).header("Idempotency-Key", idempotencyKey);
  }

  /** Calls on so many connections at a time; the answers are in the order of the requests. */
  public static List<Answer> callAll(int connections, List<HttpRequest.Builder> requests) {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      return requests.stream()
          .map(request -> CompletableFuture.supplyAsync(() -> call(request), threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    } finally {
      threads.shutdown();
    }
  }

  /** The same, at another copy of the ingress. */
  public Customer at(Ingress copy) {
    return new Customer(copy, app, key);
  }

  public Customer with(String otherKey) {
    return new Customer(ingress, app, otherKey);
  }
}
