package dev.sandi.ingress.answer;

import static dev.sandi.ingress.testing.Answer.problem;
import static dev.sandi.ingress.testing.FakeProcessor.deciding;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FakeProcessor;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Logs;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class LateAnswersTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\",\"otp\":\"123456\"}";
  private static final String VERIFIED =
      "{\"outcome\":\"verified\",\"session_id\":\"018f4e2a-0000-7000-8000-000000000000\"}";

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  private FakeProcessor.Behaviour answeringWhenReleased() {
    return (exchange, question) -> {
      try {
        released.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      deciding(VERIFIED).answer(exchange, question);
    };
  }

  @Test
  void anAnswerThatIsTooLateIsA503InTheOneErrorBody() {
    // Given
    try (Ingress ingress =
        Ingress.start(
            Infrastructure.shared(), Map.of("spring.mvc.async.request-timeout", "200ms"))) {
      Customer customer = ingress.customer();
      ingress.processor().behave(answeringWhenReleased());

      // When
      Answer late = customer.verify(BODY);
      released.countDown();
      Answer next = customer.verify(BODY);

      // Then
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.body())
          .isEqualTo(
              problem(
                  503,
                  "Service temporarily unavailable",
                  "unavailable",
                  late.header("X-Request-Id")));
      assertThat(late.header("Retry-After")).isEqualTo("2");
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatIsGoneBeforeItsAnswerIsNoFault() throws IOException {
    // Given
    Ingress ingress = Ingress.shared();
    Customer customer = ingress.customer();
    ingress.processor().questions().clear();
    ingress.processor().behave(answeringWhenReleased());
    double before = count(ingress, "200");
    try (Logs logs = new Logs()) {
      try (Socket socket = new Socket("localhost", ingress.port())) {
        socket.setSoLinger(true, 0);
        socket
            .getOutputStream()
            .write(
                ("POST /v2/otp/verify HTTP/1.1\r\nHost: localhost\r\nApp-ID: %s\r\nAPI-Key: %s\r\n"
                        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                    .formatted(customer.app(), customer.key(), BODY.length(), BODY)
                    .getBytes(US_ASCII));
        await().until(() -> !ingress.processor().questions().isEmpty());
      }

      // When
      released.countDown();

      // Then
      await().until(() -> count(ingress, "200") > before);
      assertThat(customer.verify(BODY).status()).isEqualTo(200);
      assertThat(logs.text()).doesNotContain("failed").doesNotContain("Exception");
    }
  }

  @Test
  void manyAnswersThatComeLateFindTheirRequests() {
    // Given
    Ingress ingress = Ingress.shared();
    Customer customer = ingress.customer();

    // When
    List<CompletableFuture<Answer>> answers =
        Stream.iterate(6281300000000L, number -> number + 1)
            .limit(300)
            .map(number -> "{\"msisdn\":\"" + number + "\"}")
            .map(body -> Customer.callAsync(customer.posting(Customer.SEND, body)))
            .toList();

    // Then
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i).join();
      if (answer.status() == 201) {
        assertThat(answer.text("msisdn")).isEqualTo(String.valueOf(6281300000000L + i));
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Content-Length")).isNotNull();
      } else {
        assertThat(answer.status()).isEqualTo(429);
      }
    }
  }

  @Test
  void requestsAreTimedByPathAndStatus() {
    // Given
    Ingress ingress = Ingress.shared();
    Customer customer = ingress.customer();
    ingress.processor().behave(deciding(VERIFIED));
    double verified = count(ingress, "200");
    double refused = count(ingress, "401");

    // When
    customer.verify(BODY);
    customer.with("wrong").verify(BODY);

    // Then
    assertThat(count(ingress, "200")).isEqualTo(verified + 1);
    assertThat(count(ingress, "401")).isEqualTo(refused + 1);
  }

  private static double count(Ingress ingress, String status) {
    Timer timer =
        ingress
            .bean(MeterRegistry.class)
            .find("http.server.requests")
            .tags("method", "POST", "uri", "/v2/otp/verify", "status", status)
            .timer();
    return timer == null ? 0 : timer.count();
  }
}
