package dev.sandi.ingress.verify;

import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import dev.sandi.value.TraceParent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The otp-processor, which alone knows codes: {@code POST /internal/v1/verify}. */
final class Processor {

  private static final Duration CONNECT = Duration.ofMillis(500);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(Processor.class), "The processor did not verify a code");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          // Nothing that follows an answer waits, so it needs no thread: handing each step to one
          // costs more than the step. (The default is the common pool, which others may hold.)
          .executor(Runnable::run)
          .build();

  private final URI url;
  private final Secret token;
  private final Duration timeout;

  /**
   * @param url where it listens, without a path
   * @param token the token that the services show each other
   * @param timeout over the whole exchange
   */
  Processor(URI url, Secret token, Duration timeout) {
    this.url = URI.create(url + "/internal/v1/verify");
    this.token = token;
    this.timeout = timeout;
  }

  /**
   * Asks about a guess. Never asks twice: the first time may have counted.
   *
   * @param simulated whether it is at a code that was sent to the simulated handset
   * @return completes with the verdict, or fails with a {@link Refusal} 503
   */
  CompletableFuture<Verdict> verify(AppId app, Guess guess, boolean simulated, TraceParent trace) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.reveal())
            .header("Content-Type", "application/json")
            .header("traceparent", trace.value())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(app, guess, simulated)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    return exchange
        // The request's own timeout ends with the headers.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(Processor::verdict)
        .exceptionallyCompose(
            failure -> {
              exchange.cancel(true);
              outages.tell(failure);
              return CompletableFuture.failedFuture(Refusal.unavailable());
            });
  }

  private static byte[] body(AppId app, Guess guess, boolean simulated) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("app_id", app.value());
    body.put("msisdn", guess.msisdn().digits());
    body.put("challenge", guess.challenge().value());
    body.put("simulated", simulated);
    body.put("otp", guess.otp().reveal());
    return JSON.writeValueAsBytes(body);
  }

  private static Verdict verdict(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(
          new IllegalStateException("it answered " + response.statusCode()));
    }
    try {
      Verdict verdict = JSON.readValue(response.body(), Verdict.class);
      if (verdict != null) {
        return verdict;
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    throw new CompletionException(new IllegalStateException("its answer could not be read"));
  }
}
