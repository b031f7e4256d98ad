package dev.sandi.ingress.check;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import dev.sandi.value.SessionId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Asks the otp-processor, which keeps what checks decided. */
@Component
final class ExplainSession {

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

  private final URI url;
  private final String authorization;
  private final Duration timeout;

  ExplainSession(IngressProperties ingress, SandiProperties sandi) {
    this.url = ingress.requiredProcessorUrl();
    this.authorization = "Bearer " + sandi.requiredInternalToken().reveal();
    this.timeout = ingress.verifyTimeout();
  }

  /**
   * What the checks said; empty if the processor does not know the session.
   *
   * @throws Refusal 503 if it does not answer
   */
  Optional<SessionChecks> of(SessionId session) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/internal/v1/sessions/" + session + "/checks"))
            .timeout(timeout)
            .header("Authorization", authorization)
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() == 404) {
        return Optional.empty();
      }
      if (response.statusCode() == 200) {
        return Optional.of(JSON.readValue(response.body(), SessionChecks.class));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | JacksonException e) {
      // Told as what it is to whoever asks: the processor cannot be asked now.
    }
    throw Refusal.unavailable();
  }
}
