package dev.sandi.dispatcher.testing;

import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The internal HTTP of a dispatcher, as the ingress asks it. */
public record InternalApi(Dispatcher dispatcher, String token) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What it said. */
  public record Said(int status, String body) {

    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  public static InternalApi of(Dispatcher dispatcher) {
    return new InternalApi(dispatcher, RunningService.INTERNAL_TOKEN);
  }

  public Said get(String path) {
    return send(request(path).GET());
  }

  public Said post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + dispatcher.service().port() + "/internal/v1" + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
  }

  private static Said send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Said(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
