package dev.sandi.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as the app {@code demo}. */
final class Http {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Http() {}

  record Reply(int status, JsonNode body) {}

  static Reply get(URI uri) {
    return exchange(HttpRequest.newBuilder(uri));
  }

  static Reply post(URI uri, Map<String, ?> body) {
    return exchange(posting(uri, body));
  }

  /** Sends to a number; fails with an {@link IOException} if no answer comes. */
  static CompletableFuture<HttpResponse<String>> sendAsync(
      URI uri, String msisdn, Optional<String> idempotencyKey) {
    var request = posting(uri, Map.of("msisdn", msisdn));
    idempotencyKey.ifPresent(key -> request.header("Idempotency-Key", key));
    return CLIENT.sendAsync(authorized(request), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder posting(URI uri, Map<String, ?> body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private static HttpRequest authorized(HttpRequest.Builder request) {
    return request.header("App-ID", "demo").header("API-Key", "demo-key").build();
  }

  private static Reply exchange(HttpRequest.Builder request) {
    try {
      var response = CLIENT.send(authorized(request), BodyHandlers.ofString());
      return new Reply(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
