package dev.sandi.ingress.report;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands a report to the processor, who knows gateways: {@code POST /internal/v1/reports/{gateway}}.
 * Anybody can come here, so that only so many are under way at a time: a provider that is told 503
 * comes again.
 */
@Component
final class ForwardReport {

  static final int MOST_AT_A_TIME = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(ForwardReport.class), "The processor did not take a report");

  private final HttpClient client;
  private final Semaphore places = new Semaphore(MOST_AT_A_TIME);
  private final URI processor;
  private final String authorization;
  private final Duration timeout;

  ForwardReport(InternalHttp http, IngressProperties ingress, SandiProperties sandi) {
    this.client = http.clientWithoutThreads().build();
    this.processor = ingress.requiredProcessorUrl();
    this.authorization = "Bearer " + sandi.requiredInternalToken().reveal();
    this.timeout = ingress.verifyTimeout();
  }

  /** Completes with what to tell the provider, or fails with a {@link Refusal} 503. */
  CompletableFuture<Told> forward(String gateway, Report report) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(Refusal.unavailable());
    }
    CompletableFuture<HttpResponse<byte[]>> exchange;
    try {
      exchange =
          client.sendAsync(request(gateway, report), HttpResponse.BodyHandlers.ofByteArray());
    } catch (RuntimeException e) {
      exchange = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<HttpResponse<byte[]>> sent = exchange;
    return sent
        // What times out is a copy, or there would be nothing left to cancel.
        .copy()
        // The request's own timeout ends with the headers.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(ForwardReport::told)
        .whenComplete((told, failure) -> places.release())
        .exceptionallyCompose(
            failure -> {
              sent.cancel(true);
              outages.tell(failure);
              return CompletableFuture.failedFuture(Refusal.unavailable());
            });
  }

  private HttpRequest request(String gateway, Report report) {
    String name = URLEncoder.encode(gateway, StandardCharsets.UTF_8).replace("+", "%20");
    return HttpRequest.newBuilder(URI.create(processor + "/internal/v1/reports/" + name))
        .timeout(timeout)
        .header("Authorization", authorization)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(report.json()))
        .build();
  }

  private static Told told(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(
          new IllegalStateException("it answered " + response.statusCode()));
    }
    try {
      Told told = JSON.readValue(response.body(), Told.class);
      if (told != null && told.status() >= 200 && told.status() < 600) {
        return told;
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    throw new CompletionException(new IllegalStateException("its answer could not be read"));
  }
}
