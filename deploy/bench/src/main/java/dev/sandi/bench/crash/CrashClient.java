package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an ingress that works: whoever is refused has found a failure of the run. */
final class CrashClient {

  private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI ingress;
  private final String token;

  /**
   * @param token of administration
   */
  CrashClient(URI ingress, String token) {
    this.ingress = ingress;
    this.token = token;
  }

  /**
   * Makes an app that may order as much as it can.
   *
   * @return the headers that name it
   */
  Map<String, String> introduceApp() {
    administer(
        "POST",
        "/apps",
        "{\"id\":\"crash\",\"name\":\"Crash\",\"quota\":100000000,\"insecure_callbacks\":true,"
            + "\"limits\":{\"requests_per_second\":100000}}");
    administer("POST", "/apps/crash/webhook-secrets", "{}");
    String key = administer("POST", "/apps/crash/keys", "{\"name\":\"crash\"}");
    return Map.of("App-ID", "crash", "API-Key", first(KEY, key));
  }

  /** What a pattern finds in an answer. */
  static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new BenchmarkFailure("An answer has no " + pattern);
    }
    return found.group(1);
  }

  /** What an administrator is answered. */
  String administer(String method, String path, String body) {
    return ask(
        HttpRequest.newBuilder(ingress.resolve("/admin/v1" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  /** What a request is answered, if that is 2xx. */
  String ask(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new BenchmarkFailure(
            request.uri().getPath() + " is answered with " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchmarkFailure(request.uri().getPath() + " is not answered.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }
}
