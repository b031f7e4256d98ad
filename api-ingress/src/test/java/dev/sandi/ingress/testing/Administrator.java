package dev.sandi.ingress.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

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

  /** A new app, with limits that it will not meet; returns its id. */
  public String newApp() {
    return post(
            "/apps", "{\"name\":\"Shop\",\"limits\":{\"resend_waits\":[],\"sends_per_hour\":1000}}")
        .text("id");
  }

  /** A new app with a key. */
  public Customer newCustomer() {
    String app = newApp();
    return new Customer(ingress, app, post("/apps/" + app + "/keys", "{}").text("key"));
  }

  /** What the record says that a call changed; null if it changed nothing. */
  public JsonNode changed(Answer answer) {
    for (JsonNode entry : get("/audit?limit=100").json().get("data")) {
      if (entry.get("request_id").asString().equals(answer.header("X-Request-Id"))) {
        return entry.get("changed");
      }
    }
    throw new AssertionError("not on record: " + answer);
  }

  /** A call with a JSON body. */
  public Answer call(String method, String path, String json) {
    return Customer.call(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)));
  }
}
