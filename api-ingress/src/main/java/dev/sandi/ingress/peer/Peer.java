package dev.sandi.ingress.peer;

import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.Secret;
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
import org.slf4j.Logger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Another service of Sandi, asked about what it keeps and administrators see. */
public final class Peer {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final HttpClient client;
  private final URI url;
  private final String authorization;
  private final Duration timeout;
  private final OutageLog outages;

  /**
   * @param http how it is connected to
   * @param url where it listens, without a path
   * @param token what it knows us by
   * @param timeout the longest that a whole exchange may take
   * @param log where it is told that it does not answer
   * @param silence a sentence that tells so, without a full stop
   */
  public Peer(
      InternalHttp http, URI url, Secret token, Duration timeout, Logger log, String silence) {
    this.client = http.client().build();
    this.url = url;
    this.authorization = "Bearer " + token.reveal();
    this.timeout = timeout;
    this.outages = new OutageLog(log, silence);
  }

  /**
   * Asks, and waits over the whole exchange. Never asks twice.
   *
   * @param path below {@code /internal/v1}
   * @param body JSON; empty for none
   * @throws Refusal 503 if it does not answer
   */
  public HttpResponse<byte[]> ask(String method, String path, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/internal/v1" + path))
            .timeout(timeout)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable();
    } catch (ExecutionException | TimeoutException e) {
      exchange.cancel(true);
      throw unavailable(e);
    }
  }

  /**
   * Reads what it answered.
   *
   * @throws Refusal 503 if that is something else
   */
  public <T> T read(byte[] body, Class<T> type) {
    try {
      T read = JSON.readValue(body, type);
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    throw unavailable(new IllegalStateException("its answer could not be read"));
  }

  /** What to tell of an answer that should not be. */
  public Refusal unexpected(HttpResponse<byte[]> answer) {
    return unavailable(new IllegalStateException("it answered " + answer.statusCode()));
  }

  private Refusal unavailable(Throwable why) {
    outages.tell(why);
    return Refusal.unavailable();
  }
}
