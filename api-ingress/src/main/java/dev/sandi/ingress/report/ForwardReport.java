package dev.sandi.ingress.report;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.ingress.peer.PeerConnections;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
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
final class ForwardReport implements AutoCloseable {

  static final int MOST_AT_A_TIME = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final OutageLog outages =
      new OutageLog(
          LoggerFactory.getLogger(ForwardReport.class), "The processor did not take a report");

  private final PeerConnections connections;
  private final Semaphore places = new Semaphore(MOST_AT_A_TIME);

  ForwardReport(InternalHttp http, IngressProperties ingress, SandiProperties sandi) {
    this.connections =
        http.connections(
            "reports",
            ingress.requiredProcessorUrl(),
            sandi.requiredInternalToken(),
            ingress.verifyTimeout(),
            MOST_AT_A_TIME);
  }

  /** Completes with what to tell the provider, or fails with a {@link Refusal} 503. */
  CompletableFuture<Told> forward(String gateway, Report report) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(Refusal.unavailable());
    }
    return exchange(gateway, report)
        .thenApply(ForwardReport::told)
        .whenComplete((told, failure) -> places.release())
        .exceptionallyCompose(
            failure -> {
              outages.tell(failure);
              return CompletableFuture.failedFuture(Refusal.unavailable());
            });
  }

  private CompletableFuture<PeerConnections.Reply> exchange(String gateway, Report report) {
    try {
      String name = URLEncoder.encode(gateway, StandardCharsets.UTF_8).replace("+", "%20");
      return connections.post("/internal/v1/reports/" + name, report.json());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Told told(PeerConnections.Reply reply) {
    if (reply.status() != 200) {
      throw new CompletionException(new IllegalStateException("it answered " + reply.status()));
    }
    try {
      Told told = JSON.readValue(reply.body(), Told.class);
      if (told != null && told.status() >= 200 && told.status() < 600) {
        return told;
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    throw new CompletionException(new IllegalStateException("its answer could not be read"));
  }

  @Override
  public void close() {
    connections.close();
  }
}
