package dev.sandi.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
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
    return exchange(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private static Reply exchange(HttpRequest.Builder request) {
    try {
      var response =
          CLIENT.send(
              request.header("App-ID", "demo").header("API-Key", "demo-key").build(),
              BodyHandlers.ofString());
      return new Reply(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
