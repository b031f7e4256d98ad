package dev.sandi.ingress.endpoint;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The callback-dispatcher, which keeps what endpoints there are. */
@Component
final class AskDispatcher {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(500))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(AskDispatcher.class),
          "The dispatcher did not answer about endpoints");

  private final String url;
  private final String authorization;
  private final Duration timeout;

  /**
   * @param url where the callback-dispatcher listens, without a path; empty if its endpoints are
   *     not administered here
   */
  AskDispatcher(
      @Value("${sandi.dispatcher-url:}") String url,
      IngressProperties ingress,
      SandiProperties sandi) {
    this.url = url.strip().replaceAll("/+$", "");
    this.authorization = "Bearer " + sandi.requiredInternalToken().reveal();
    this.timeout = ingress.verifyTimeout();
  }

  /**
   * Asks, and waits over the whole exchange. Never asks twice.
   *
   * @throws Refusal 404 if there is no such endpoint, and 503 if the dispatcher does not answer
   */
  <T> T ask(String method, String path, Class<T> type) {
    if (url.isEmpty()) {
      outages.tell(new IllegalStateException("SANDI_DISPATCHER_URL is not set"));
      throw Refusal.unavailable();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/internal/v1" + path))
            .timeout(timeout)
            .header("Authorization", authorization)
            .method(method, BodyPublishers.noBody())
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return read(exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS), type);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable();
    } catch (ExecutionException | TimeoutException e) {
      exchange.cancel(true);
      outages.tell(e);
      throw Refusal.unavailable();
    }
  }

  private <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    if (answer.statusCode() == 404) {
      throw Fault.ENDPOINT_NOT_FOUND.refusal();
    }
    try {
      T read = answer.statusCode() == 200 ? JSON.readValue(answer.body(), type) : null;
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    outages.tell(new IllegalStateException("it answered " + answer.statusCode()));
    throw Refusal.unavailable();
  }
}
