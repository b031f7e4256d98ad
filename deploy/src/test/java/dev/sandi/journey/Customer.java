package dev.sandi.journey;

import static org.awaitility.Awaitility.await;

import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A customer's server, and the handsets of its users. */
record Customer(RunningService ingress, RunningService processor, String app, String key) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CODE = Pattern.compile("[0-9]{6}");

  record Answer(int status, JsonNode body) {

    String text(String field) {
      return body.get(field).asString();
    }
  }

  /** A number that nobody else uses. */
  static String freshNumber() {
    return "62" + ThreadLocalRandom.current().nextLong(81_000_000_000L, 81_999_999_999L);
  }

  /** Tries again for as long as the app's rate holds it back, as a client would. */
  Answer send(Map<String, ?> body) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> post("/v2/otp/send", body), answer -> answer.status() != 429);
  }

  Answer verify(String msisdn, String otp) {
    return post("/v2/otp/verify", Map.of("msisdn", msisdn, "otp", otp));
  }

  Answer sendInSandbox(Map<String, ?> body) {
    return post("/v2/otp/send/sandbox", body);
  }

  Answer verifyInSandbox(String msisdn, String otp) {
    return post("/v2/otp/verify/sandbox", Map.of("msisdn", msisdn, "otp", otp));
  }

  Answer session(String id) {
    return exchange(request(ingress.uri("/v2/otp/" + id)));
  }

  /** What the handset shows, the newest first. */
  List<String> inbox(String msisdn) {
    Answer answer = exchange(request(processor.uri("/simulator/inbox?msisdn=" + msisdn)));
    return StreamSupport.stream(answer.body().spliterator(), false)
        .map(message -> message.get("text").asString())
        .toList();
  }

  /** The code in the newest message. */
  String code(String msisdn) {
    Matcher code = CODE.matcher(inbox(msisdn).get(0));
    if (!code.find()) {
      throw new AssertionError("no code in the newest message");
    }
    return code.group();
  }

  /** Sends as a client that has a trace of its own. */
  Answer sendWithin(String traceParent, Map<String, ?> body) {
    return exchange(posting("/v2/otp/send", body).header("traceparent", traceParent));
  }

  /**
   * What is there to be read.
   *
   * @param path of the ingress
   */
  Answer get(String path) {
    return exchange(request(ingress.uri(path)));
  }

  private Answer post(String path, Map<String, ?> body) {
    return exchange(posting(path, body));
  }

  private HttpRequest.Builder posting(String path, Map<String, ?> body) {
    return request(ingress.uri(path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("App-ID", app).header("API-Key", key);
  }

  /** What is there, in whatever form. */
  static String text(URI uri) {
    try {
      return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Answer exchange(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
