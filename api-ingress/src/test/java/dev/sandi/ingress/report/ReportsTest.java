package dev.sandi.ingress.report;

import static dev.sandi.ingress.testing.Answer.problem;
import static dev.sandi.ingress.testing.FakeProcessor.answering;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FakeProcessor.Question;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class ReportsTest {

  private static final String TAKEN =
      "{\"status\":200,\"content_type\":\"text/plain\",\"body\":\"OK\"}";

  private final Ingress ingress = Ingress.shared();

  @BeforeEach
  void takeReports() {
    ingress.processor().behave(answering(200, TAKEN));
    ingress.processor().questions().clear();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ingress.uri(path)).timeout(Duration.ofSeconds(20));
  }

  private Answer post(String path, String body) {
    return Customer.call(request(path).POST(BodyPublishers.ofString(body)));
  }

  private Question question() {
    assertThat(ingress.processor().questions()).hasSize(1);
    return ingress.processor().questions().get(0);
  }

  private static String body(JsonNode report) {
    return new String(Base64.getDecoder().decode(report.get("body").stringValue()), UTF_8);
  }

  @Test
  void forwardsAReportAsItCame() {
    // When
    Answer answer =
        Customer.call(
            request("/v2/reports/local%20one/s-cret?a=b%20c&a=d")
                .header("X-Signature", "abc")
                .header("Authorization", "Basic dTpw")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("id=1&text=%C3%A9")));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("OK");
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(question().method()).isEqualTo("POST");
    assertThat(question().path()).isEqualTo("/internal/v1/reports/local%20one");
    assertThat(question().authorization()).isEqualTo("Bearer " + RunningService.INTERNAL_TOKEN);
    JsonNode report = JsonMapper.shared().readTree(question().body());
    assertThat(report.get("method").stringValue()).isEqualTo("POST");
    assertThat(report.get("secret").stringValue()).isEqualTo("s-cret");
    assertThat(report.get("raw_path").stringValue()).isEqualTo("/s-cret");
    assertThat(report.get("query").stringValue()).isEqualTo("a=b%20c&a=d");
    assertThat(report.get("source").stringValue()).isEqualTo("127.0.0.1");
    assertThat(report.at("/headers/x-signature").stringValue()).isEqualTo("abc");
    assertThat(report.at("/headers/authorization").stringValue()).isEqualTo("Basic dTpw");
    assertThat(body(report)).isEqualTo("id=1&text=%C3%A9");
  }

  @Test
  void forwardsAReportInParameters() {
    // When
    Answer answer = Customer.call(request("/v2/reports/local?id=1&state=ok").GET());

    // Then
    assertThat(answer.status()).isEqualTo(200);
    JsonNode report = JsonMapper.shared().readTree(question().body());
    assertThat(report.get("method").stringValue()).isEqualTo("GET");
    assertThat(report.get("secret").isNull()).isTrue();
    assertThat(report.get("query").stringValue()).isEqualTo("id=1&state=ok");
    assertThat(report.get("body").stringValue()).isEmpty();
  }

  @Test
  void believesNoAddressThatAClientMakesUp() {
    // When
    Customer.call(request("/v2/reports/local").header("X-Forwarded-For", "203.0.113.9").GET());

    // Then
    assertThat(JsonMapper.shared().readTree(question().body()).get("source").stringValue())
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Report invalid: it could not be read|invalid_report",
        "401|Authorization failed|authorization_failed",
        "404|Path not found|not_found",
        "503|Service temporarily unavailable|unavailable"
      })
  void tellsWhatTheProcessorRefused(int status, String message, String slug) {
    // Given
    ingress.processor().behave(answering(200, "{\"status\":" + status + "}"));

    // When
    Answer answer = post("/v2/reports/local", "{}");

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body())
        .isEqualTo(problem(status, message, slug, answer.header("X-Request-Id")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "<html>", "{\"status\":99}", "{\"status\":\"x\"}"})
  void asksToComeAgainWhereTheAnswerIsOdd(String odd) {
    // Given
    ingress.processor().behave(answering(200, odd));

    // Then
    assertThat(post("/v2/reports/local", "{}").status()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 404, 500})
  void asksToComeAgainWhereTheProcessorFails(int status) {
    // Given
    ingress.processor().behave(answering(status, TAKEN));

    // When
    Answer answer = post("/v2/reports/local", "{}");

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }

  @Test
  void takes64KiBAndNoMore() {
    // Then
    assertThat(post("/v2/reports/local", "x".repeat(64 * 1024)).status()).isEqualTo(200);
    Answer answer = post("/v2/reports/local", "x".repeat(64 * 1024 + 1));
    assertThat(answer.body())
        .isEqualTo(
            problem(
                413,
                "Body should be at most 64 KiB",
                "payload_too_large",
                answer.header("X-Request-Id")));
    assertThat(ingress.processor().questions()).hasSize(1);
  }

  @Test
  void takesABodyThatComesInPieces() {
    try (RawSocket socket = RawSocket.open(ingress.port())) {
      // Given
      socket.send(
          "POST /v2/reports/local HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n");
      await().pollDelay(Duration.ofMillis(200)).until(() -> true);

      // When
      socket.send("4\r\n\":1}\r\n0\r\n\r\n");

      // Then
      assertThat(Answer.parse(socket.readUntil("OK")).status()).isEqualTo(200);
      assertThat(body(JsonMapper.shared().readTree(question().body()))).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void forwardsOnlySoManyAtATime() {
    // Given: a processor that dawdles
    CompletableFuture<Void> end = new CompletableFuture<>();
    ingress
        .processor()
        .behave(
            (exchange, question) -> {
              end.join();
              answering(200, TAKEN).answer(exchange, question);
            });

    // When
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < ForwardReport.MOST_AT_A_TIME + 20; i++) {
      answers.add(
          Customer.callAsync(request("/v2/reports/local").POST(BodyPublishers.ofString("{}"))));
    }

    // Then: customers are answered meanwhile, and those beyond the limit at once
    await().until(() -> answers.stream().filter(CompletableFuture::isDone).count() >= 20);
    assertThat(ingress.customer().get("/v2/otp").status()).isEqualTo(200);
    end.complete(null);
    assertThat(answers.stream().map(each -> each.join().status()).distinct())
        .containsExactlyInAnyOrder(200, 503);
    assertThat(ingress.processor().questions()).hasSize(ForwardReport.MOST_AT_A_TIME);
  }
}
