package dev.sandi.bench;

import dev.sandi.value.UuidV7;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A JVM with a bare client: as many requests at once as it is told, without a record, a signature,
 * a guard or a deadline. What the dispatcher does can be no faster.
 */
final class BareClientProcess {

  private static final byte[] BODY =
      ("{\"type\":\"otp.sent\",\"timestamp\":\"2026-11-01T00:00:00.000Z\",\"data\":{\"session_id\":\""
              + "01900000-0000-7000-8000-000000000000\",\"msisdn\":\"6281234567890\",\"challenge\":"
              + "\"default\",\"status\":\"sent\",\"gateway\":\"simulator\",\"message_id\":\"m-1\","
              + "\"segments\":1,\"expires_at\":\"2026-11-01T00:05:00.000Z\"}}")
          .getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=";

  private BareClientProcess() {}

  /**
   * Runs until the standard input ends, and answers a number of seconds with requests a second.
   *
   * @param args how many requests at once, then the URLs to call in turn
   */
  public static void main(String[] args) {
    int atOnce = Integer.parseInt(args[0]);
    List<String> urls = List.of(args).subList(1, args.length);
    HttpClient client =
        HttpClient.create(ConnectionProvider.builder("bare").maxConnections(atOnce).build())
            .runOn(LoopResources.create("bare", 2, true), false)
            .disableRetry(true);
    ChildProcess.tell("");
    ChildProcess.answer(
        seconds ->
            String.format(
                Locale.ROOT, "%.0f", perSecond(client, urls, atOnce, Integer.parseInt(seconds))));
    Runtime.getRuntime().halt(0);
  }

  private static double perSecond(HttpClient client, List<String> urls, int atOnce, int seconds) {
    LongAdder answered = new LongAdder();
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(seconds).toNanos();
    Flux.range(0, Integer.MAX_VALUE)
        .takeWhile(i -> System.nanoTime() < end)
        .flatMap(i -> call(client, urls.get(i % urls.size()), answered), atOnce)
        .then()
        .block(Duration.ofSeconds(seconds + 30L));
    return answered.sum() / ((System.nanoTime() - start) / 1e9);
  }

  private static Mono<Void> call(HttpClient client, String url, LongAdder answered) {
    return client
        .headers(
            headers ->
                headers
                    .set("user-agent", "bare")
                    .set("content-type", "application/json")
                    .set("webhook-id", UuidV7.at(Instant.now()).toString())
                    .set("webhook-timestamp", "1793491200")
                    .set("webhook-signature", SIGNATURE))
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(BODY)))
        .response((answer, content) -> content.then())
        .then()
        .doOnSuccess(done -> answered.increment());
  }
}
