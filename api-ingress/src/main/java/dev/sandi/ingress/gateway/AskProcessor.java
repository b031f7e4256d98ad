package dev.sandi.ingress.gateway;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.admin.FieldErrors;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The otp-processor, which keeps what gateways and routes there are. */
@Component
final class AskProcessor {

  private static final byte[] NOTHING = {};

  /** How the processor tells what is wrong: {@code field: rule}. */
  private static final Pattern WRONG = Pattern.compile("([A-Za-z0-9_.\\[\\]-]+): (.*)");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(500))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(AskProcessor.class),
          "The processor did not answer about gateways and routes");

  private final URI url;
  private final String authorization;
  private final Duration timeout;

  AskProcessor(IngressProperties ingress, SandiProperties sandi) {
    this.url = ingress.requiredProcessorUrl();
    this.authorization = "Bearer " + sandi.requiredInternalToken().reveal();
    this.timeout = ingress.verifyTimeout();
  }

  /** What there is at a path. */
  <T> T get(String path, Class<T> type) {
    return read(ask("GET", path, NOTHING), type);
  }

  /** Sends a body as it is. */
  <T> T put(String path, byte[] body, Class<T> type) {
    return read(ask("PUT", path, body), type);
  }

  /** The same, if nothing is of interest but whether it was taken. */
  void post(String path, byte[] body) {
    ask("POST", path, body);
  }

  <T> T delete(String path, Class<T> type) {
    return read(ask("DELETE", path, NOTHING), type);
  }

  void delete(String path) {
    ask("DELETE", path, NOTHING);
  }

  /**
   * Asks, and waits over the whole exchange. Never asks twice.
   *
   * @throws Refusal what the processor refuses, and 503 if it does not answer
   */
  private byte[] ask(String method, String path, byte[] body) {
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
      HttpResponse<byte[]> answer = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() < 300) {
        return answer.body();
      }
      throw refusal(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable();
    } catch (ExecutionException | TimeoutException e) {
      exchange.cancel(true);
      outages.tell(e);
      throw Refusal.unavailable();
    }
  }

  private Refusal refusal(int status, byte[] body) {
    return switch (status) {
      case 400 -> wrong(message(body));
      case 404 -> Fault.GATEWAY_NOT_FOUND.refusal();
      case 409 -> new FieldErrors().add("name", message(body)).refusal(Fault.GATEWAY_IN_USE);
      case 412 -> Fault.ROUTES_CHANGED.refusal();
      default -> {
        outages.tell(new IllegalStateException("it answered " + status));
        yield Refusal.unavailable();
      }
    };
  }

  private static Refusal wrong(String message) {
    Matcher field = WRONG.matcher(message);
    return field.matches()
        ? new FieldErrors().add(field.group(1), field.group(1) + " " + field.group(2)).refusal(422)
        : new FieldErrors().add("", message).refusal(422);
  }

  private String message(byte[] body) {
    return read(body, Told.class).message();
  }

  private record Told(String message) {}

  private <T> T read(byte[] body, Class<T> type) {
    try {
      T read = JSON.readValue(body, type);
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    outages.tell(new IllegalStateException("its answer could not be read"));
    throw Refusal.unavailable();
  }
}
