package dev.sandi.ingress.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** Whoever has the admin token. */
public record Administrator(Ingress ingress, String token) {

  public static final String TOKEN = "admin-token-of-the-tests";

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ingress.uri("/admin/v1" + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + token);
  }

  public Answer get(String path) {
    return Customer.call(request(path).GET());
  }

  public Answer post(String path, String json) {
    return call("POST", path, json);
  }

  public Answer put(String path, String json) {
    return call("PUT", path, json);
  }

  public Answer delete(String path) {
    return Customer.call(request(path).DELETE());
  }

  /** A call with a JSON body. */
  public Answer call(String method, String path, String json) {
    return Customer.call(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)));
  }
}
