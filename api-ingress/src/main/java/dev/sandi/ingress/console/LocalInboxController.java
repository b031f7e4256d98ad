package dev.sandi.ingress.console;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.app.Authenticate;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.ingress.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /console/inbox}: the simulated handset, codes and all. Only in local runs, where the
 * processor shows it to everybody, though on a port that a page from here may not ask.
 */
@Hidden
@RestController
@Profile("local")
@ConditionalOnProperty("sandi.ingress.console")
final class LocalInboxController {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient client;
  private final Authenticate authenticate;
  private final URI processor;

  LocalInboxController(InternalHttp http, Authenticate authenticate, IngressProperties properties) {
    this.client = http.client().build();
    this.authenticate = authenticate;
    this.processor = properties.requiredProcessorUrl();
  }

  @GetMapping(path = "/console/inbox", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> inbox(HttpServletRequest http, @RequestParam String msisdn) {
    authenticate.of(http).orRefuse();
    HttpResponse<byte[]> answer = ask(msisdn);
    if (answer.statusCode() != 200) {
      throw Refusal.of(404);
    }
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .body(answer.body());
  }

  private HttpResponse<byte[]> ask(String msisdn) {
    String number = URLEncoder.encode(msisdn, StandardCharsets.UTF_8);
    URI inbox = URI.create(processor + "/simulator/inbox?msisdn=" + number);
    try {
      return client.send(
          HttpRequest.newBuilder(inbox).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw Refusal.unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable();
    }
  }
}
