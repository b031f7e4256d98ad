package dev.sandi.ingress.verify;

import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The otp-processor, which alone knows codes: {@code POST /internal/v1/verify}. */
final class Processor {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final HttpClient client;
  private final URI url;
  private final Secret token;
  private final Duration timeout;

  /**
   * @param http how it is connected to
   * @param url where it listens, without a path
   * @param token the token that the services show each other
   * @param timeout over the whole exchange
   */
  Processor(InternalHttp http, URI url, Secret token, Duration timeout) {
    this.client = http.clientWithoutThreads().build();
    this.url = URI.create(url + "/internal/v1/verify");
    this.token = token;
    this.timeout = timeout;
  }

  /**
   * A guess as it is asked about. Written for each by itself, so that one that cannot be written
   * fails alone.
   *
   * @param simulated whether it is at a code that was sent to the simulated handset
   */
  static String question(AppId app, Guess guess, boolean simulated) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("app_id", app.value());
    question.put("msisdn", guess.msisdn().digits());
    question.put("challenge", guess.challenge().value());
    question.put("simulated", simulated);
    question.put("otp", guess.otp().reveal());
    return JSON.writeValueAsString(question);
  }

  /**
   * Asks about guesses. Never asks twice: the first time may have counted.
   *
   * @return completes with their verdicts, in their order, or fails
   */
  CompletableFuture<List<Verdict>> verify(List<String> questions) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + token.reveal())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"guesses\":[" + String.join(",", questions) + "]}"))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    return exchange
        // A request's own timeout would end with the headers.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(response -> verdicts(response, questions.size()))
        .whenComplete(
            (verdicts, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
              }
            });
  }

  private record Answer(@Nullable List<@Nullable Verdict> verdicts) {}

  private static List<Verdict> verdicts(HttpResponse<byte[]> response, int expected) {
    if (response.statusCode() != 200) {
      throw new CompletionException(
          new IllegalStateException("it answered " + response.statusCode()));
    }
    try {
      Answer answer = JSON.readValue(response.body(), Answer.class);
      if (answer != null && answer.verdicts() != null && answer.verdicts().size() == expected) {
        return answer.verdicts().stream()
            .map(verdict -> verdict == null ? new Verdict.Undecided() : verdict)
            .toList();
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    throw new CompletionException(new IllegalStateException("its answer could not be read"));
  }
}
