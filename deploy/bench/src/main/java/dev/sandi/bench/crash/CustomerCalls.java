package dev.sandi.bench.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How a customer calls the copies of the ingress, and when it calls again. */
final class CustomerCalls implements AutoCloseable {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 700;
  private static final long LONGEST_RETRY_MILLIS = 8_000;

  /** Connections of this process; a call that finds none free waits, and is none the less due. */
  private static final int MOST_AT_ONCE = 2_000;

  private static final int HTTP_THREADS = 2;

  /** Few: by default the client starts a thread for each step of each request that overlap. */
  private final ExecutorService threads = Executors.newFixedThreadPool(HTTP_THREADS);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST_ANSWER)
          .executor(threads)
          .build();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final Semaphore connections = new Semaphore(MOST_AT_ONCE);
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final List<URI> ingresses;
  private final Map<String, String> headers;

  /**
   * @param headers of the app
   */
  CustomerCalls(List<URI> ingresses, Map<String, String> headers) {
    this.ingresses = List.copyOf(ingresses);
    this.headers = headers;
  }

  int copies() {
    return ingresses.size();
  }

  /** A request for a copy, counted on after the last one. */
  HttpRequest.Builder post(int copy, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ingresses.get(copy % ingresses.size()).resolve(path))
            .timeout(LONGEST_ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request;
  }

  /** Sends it at once; completes with the answer, or fails. */
  CompletableFuture<HttpResponse<String>> sendAtOnce(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  /** The same, as soon as a connection is free. */
  CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> answered = new CompletableFuture<>();
    waiting.add(
        () -> {
          var unused =
              sendAtOnce(request)
                  .whenComplete(
                      (answer, failure) -> {
                        connections.release();
                        if (failure == null) {
                          answered.complete(answer);
                        } else {
                          answered.completeExceptionally(failure);
                        }
                        proceed();
                      });
        });
    proceed();
    return answered;
  }

  private void proceed() {
    while (connections.tryAcquire()) {
      Runnable next = waiting.poll();
      if (next == null) {
        connections.release();
        return;
      }
      next.run();
    }
  }

  /** After a pause that doubles, as a client should make it: else a stumble becomes a storm. */
  void later(int nth, Runnable task) {
    long pause = Math.min(LONGEST_RETRY_MILLIS, RETRY_MILLIS << Math.min(nth - 1, 10));
    if (!timer.isShutdown()) {
      long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
      var unused = timer.schedule(task, jittered, TimeUnit.MILLISECONDS);
    }
  }

  /** Does it every so many milliseconds, from now on. */
  ScheduledFuture<?> every(long millis, Runnable task) {
    return timer.scheduleAtFixedRate(task, 0, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
