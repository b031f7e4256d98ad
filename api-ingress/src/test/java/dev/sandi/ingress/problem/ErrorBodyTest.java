package dev.sandi.ingress.problem;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class ErrorBodyTest {

  private static final String VALID = "{\"msisdn\":\"6281234567890\"}";
  private static Customer customer;

  @BeforeAll
  static void startIngress() {
    customer = Ingress.shared().customer();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v2",
        "/v2/otp/",
        "/v2/otp/send/",
        "/v2//otp/send",
        "/error",
        "/actuator",
        "/actuator/env",
        "/actuator/metrics",
        "/actuator/prometheus",
        "/index.html",
        "/v2/otp/a/b",
        "/v2/otp/send;x=1/y",
        "/favicon.ico"
      })
  void tellsUnknownPaths(String path) {
    // When
    Answer answer = Customer.call(customer.request(path).GET());

    // Then
    assertProblem(answer, 404, "Path not found", "not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void tellsWrongMethodsWithTheRightOnes(String method) {
    // When
    Answer answer =
        Customer.call(
            customer.request(Customer.SEND).method(method, BodyPublishers.ofString(VALID)));

    // Then
    assertProblem(answer, 405, "Method not allowed", "method_not_allowed");
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void tellsThatARecentRequestsListCannotBePosted() {
    // When
    Answer answer = customer.post("/v2/otp", VALID);

    // Then
    assertProblem(answer, 405, "Method not allowed", "method_not_allowed");
    assertThat(answer.header("Allow")).contains("GET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/json; charset=iso-8859-1",
        "nonsense",
        "*/*",
        "application/json; charset=no-such"
      })
  void tellsWrongContentTypes(String type) {
    // When
    Answer answer =
        Customer.call(
            customer
                .request(Customer.SEND)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(VALID)));

    // Then
    assertProblem(
        answer, 415, "Content-Type should be application/json in UTF-8", "unsupported_media_type");
  }

  @Test
  void tellsAMissingContentType() {
    // When
    Answer answer =
        Customer.call(customer.request(Customer.SEND).POST(BodyPublishers.ofString(VALID)));

    // Then
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void tellsACompressedBody() {
    // When
    Answer answer =
        Customer.call(customer.posting(Customer.SEND, VALID).header("Content-Encoding", "gzip"));

    // Then
    assertThat(answer.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;charset=UTF-8", "APPLICATION/JSON; Charset=\"utf-8\""})
  void takesJsonInUtf8(String type) {
    // When
    Answer answer =
        Customer.call(
            customer
                .request(Customer.SEND)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(VALID)));

    // Then
    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/png", "garbage", "text/html;q=x", ",;/"})
  void tellsThatAnswersAreJsonOnly(String accept) {
    // When
    Answer answer = Customer.call(customer.posting(Customer.SEND, VALID).header("Accept", accept));

    // Then
    assertProblem(answer, 406, "Answers are application/json only", "not_acceptable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        "application/*",
        "text/html, application/json;q=0.1"
      })
  void answersJsonToWhoeverTakesIt(String accept) {
    // When
    Answer accepted =
        Customer.call(customer.posting(Customer.SEND, VALID).header("Accept", accept));
    Answer refused = Customer.call(customer.posting("/nowhere", VALID).header("Accept", accept));

    // Then
    assertThat(accepted.status()).isEqualTo(201);
    assertProblem(refused, 404, "Path not found", "not_found");
  }

  @Test
  void tellsTooLongABody() {
    // Given
    String longest = "{\"msisdn\":\"6281234567890\",\"x\":\"" + "a".repeat(16 * 1024 - 33) + "\"}";

    // When
    Answer fits = customer.send(longest);
    Answer announced = customer.send(longest.replace("\"}", "a\"}"));
    Answer chunked =
        Customer.call(
            customer
                .request(Customer.SEND)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[20_000]))));

    // Then
    assertThat(longest).hasSize(16 * 1024);
    assertThat(fits.status()).isEqualTo(201);
    assertProblem(announced, 413, "Body should be at most 16 KiB", "payload_too_large");
    assertProblem(chunked, 413, "Body should be at most 16 KiB", "payload_too_large");
  }

  static Stream<Arguments> malformed() {
    String shape = "Request invalid: body should be a JSON object";
    return Stream.of(
        arguments("", shape),
        arguments("[]", shape),
        arguments("null", shape),
        arguments("\"text\"", shape),
        arguments("42", shape),
        arguments("{", "Request invalid: body is not valid JSON at line 1, column 2"),
        arguments(
            "{\"msisdn\":\"6281\",}",
            "Request invalid: body is not valid JSON at line 1, column 18"),
        arguments(
            "{'msisdn':'6281'}", "Request invalid: body is not valid JSON at line 1, column 2"),
        arguments(
            "{\"a\":1}{\"a\":2}",
            "Request invalid: body should be one JSON object without repeated fields"),
        arguments(
            "{\"msisdn\":\"6281\",\"msisdn\":\"6282\"}",
            "Request invalid: body should be one JSON object without repeated fields"),
        arguments(
            "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
            "Request invalid: body is nested too deeply or has too long a number"),
        arguments(
            "{\"msisdn\":" + "9".repeat(5000) + "}",
            "Request invalid: body is nested too deeply or has too long a number"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void tellsWhyABodyCannotBeRead(String body, String message) {
    // When
    Answer answer = customer.send(body);

    // Then
    assertProblem(answer, 400, message, "invalid_request");
  }

  @Test
  void tellsThatABodyIsNotUtf8() {
    // When
    Answer answer =
        Customer.call(
            customer
                .request(Customer.SEND)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', ':'})));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("invalid_request");
  }

  @Test
  void givesEachRequestAnIdOfItsOwn() {
    // When
    Answer answer =
        Customer.call(customer.posting("/nowhere", VALID).header("X-Request-Id", "mine"));

    // Then
    assertThat(UUID.fromString(answer.header("X-Request-Id")).version()).isEqualTo(7);
    assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1);
  }

  @Test
  void answersHeadAndOptions() {
    // When
    Answer head =
        Customer.call(customer.request("/v2/otp").method("HEAD", BodyPublishers.noBody()));
    Answer wrongHead =
        Customer.call(customer.request(Customer.SEND).method("HEAD", BodyPublishers.noBody()));
    Answer options =
        Customer.call(customer.request(Customer.SEND).method("OPTIONS", BodyPublishers.noBody()));

    // Then
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(wrongHead.status()).isEqualTo(405);
    assertThat(wrongHead.body()).isEmpty();
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.header("Allow")).contains("POST");
    assertThat(options.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v2/otp?a=<script> HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a%2fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /..%2f..%2fetc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /v2\\otp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "TRACE /v2/otp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "FOO /v2/otp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [[\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\n\r\n",
        "POST /nowhere HTTP/1.1\r\nHost: x\r\nExpect: junk\r\nContent-Length: 0\r\n\r\n",
        "GET /v2/otp?limit=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      })
  void tellsGarbageInTheSameBody(String request) {
    // When
    String answer = raw(request);

    // Then
    assertRaw(answer);
  }

  @Test
  void tellsTooLongAHeaderInTheSameBody() {
    // When
    String header = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000) + "\r\n\r\n");
    String line = raw("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    // Then
    assertRaw(header);
    assertRaw(line);
  }

  @Test
  void tellsABrokenChunkedBody() {
    // When
    String answer =
        raw(
            "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nApp-ID: %s\r\nAPI-Key: %s\r\n"
                    .formatted(customer.app(), customer.key())
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

    // Then
    assertRaw(answer);
    assertThat(answer).contains("Request invalid: ");
  }

  @Test
  void showsNothingOfItsHealthToOutsiders() {
    // When
    Answer health = Customer.call(HttpRequest.newBuilder(uri("/actuator/health")));
    Answer live = Customer.call(HttpRequest.newBuilder(uri("/actuator/health/liveness")));
    Answer ready = Customer.call(HttpRequest.newBuilder(uri("/actuator/health/readiness")));

    // Then
    assertThat(health.body())
        .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
    assertThat(live.body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(ready.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  private static java.net.URI uri(String path) {
    return Ingress.shared().uri(path);
  }

  private static String raw(String request) {
    return dev.sandi.ingress.testing.RawSocket.exchange(Ingress.shared().port(), request);
  }

  private static void assertRaw(String answer) {
    assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d.*");
    assertThat(answer)
        .containsIgnoringCase("content-type: application/json")
        .containsPattern(
            "\\{\"code\":\\d{3},\"message\":\"[^\"]+\",\"error\":\"[a-z_]+\",\"request_id\":\"[0-9a-f-]{36}\"")
        .doesNotContainIgnoringCase("<html")
        .doesNotContainIgnoringCase("tomcat")
        .doesNotContainIgnoringCase("\r\nserver:")
        .doesNotContain("Exception");
  }

  private static void assertProblem(Answer answer, int status, String message, String slug) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body())
        .isEqualTo(problem(status, message, slug, answer.header("X-Request-Id")));
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Server")).isNull();
  }
}
