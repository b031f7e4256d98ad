package dev.sandi.ingress;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FreezingProxy;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class OutageTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\"}";
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static Infrastructure infrastructure;
  private static FreezingProxy proxy;
  private static Ingress ingress;
  private static Customer customer;

  private record Timed(Answer answer, Duration time) {}

  @BeforeAll
  static void start() {
    infrastructure = Infrastructure.isolated();
    String jdbcUrl = infrastructure.database().jdbcUrl();
    int port = URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
    proxy = new FreezingProxy(port);
    ingress =
        Ingress.startAt(
            jdbcUrl.replace(":" + port + "/", ":" + proxy.port() + "/"), infrastructure, Map.of());
    customer = ingress.customer();
  }

  @AfterAll
  static void stop() throws IOException {
    ingress.close();
    proxy.close();
    infrastructure.close();
  }

  @BeforeEach
  void works() {
    await().atMost(Duration.ofSeconds(30)).until(() -> customer.send(BODY).status() == 201);
  }

  @Test
  void answersInTimeWhileTheBrokerIsAwayAndGoesOnWithoutARestart() {
    // When
    infrastructure.broker().stop();
    List<Timed> first = hundred(OutageTest::sending);
    List<Timed> second = hundred(OutageTest::sending);

    // Then
    assertThat(first).allSatisfy(OutageTest::isUnavailableInTime);
    assertThat(second).allSatisfy(OutageTest::isUnavailableInTime);

    // When
    infrastructure.broker().start();

    // Then
    String session =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> customer.send(BODY), a -> a.status() == 201)
            .text("session_id");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> customer.get("/v2/otp/" + session).status() == 200);
    await()
        .untilAsserted(
            () ->
                assertThat(customer.get("/v2/otp?status=refused&limit=100").body())
                    .contains("\"http_status\":503,\"error\":\"unavailable\""));
  }

  @Test
  void aCopyIsReadyWhenItsFirstRequestWillBeTaken() {
    // Given
    infrastructure.broker().stop();
    try (Ingress copy = Ingress.startUnready(infrastructure, Map.of())) {
      HttpRequest.Builder readiness =
          HttpRequest.newBuilder(copy.uri("/actuator/health/readiness"));
      assertThat(Customer.call(readiness).status()).isEqualTo(503);

      // When
      infrastructure.broker().start();

      // Then
      await().atMost(Duration.ofSeconds(30)).until(() -> Customer.call(readiness).status() == 200);
      assertThat(copy.customer().send(BODY).status()).isEqualTo(201);
    }
  }

  @Test
  void answersInTimeWhileTheDatabaseIsAwayAndGoesOnWithoutARestart() {
    // When
    infrastructure.database().stop();

    // Then
    await().until(() -> customer.get("/v2/otp").status() == 503);
    assertThat(hundred(OutageTest::listing)).allSatisfy(OutageTest::isUnavailableInTime);
    assertThat(hundred(OutageTest::sending)).allSatisfy(OutageTest::isUnavailableInTime);
    assertThat(probe("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(probe("/actuator/health/readiness").status()).isEqualTo(503);

    // When
    infrastructure.database().start();

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> customer.send(BODY).status() == 201);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> probe("/actuator/health/readiness").status() == 200);
  }

  @Test
  void knowsAppsAndTheirKeysWhileTheDatabaseIsAway() {
    // When
    infrastructure.database().stop();

    // Then
    await().until(() -> customer.get("/v2/otp").status() == 503);
    assertThat(customer.with("wrong").get("/v2/otp").status()).isEqualTo(401);
    assertThat(customer.get("/v2/otp").status()).isEqualTo(503);

    // When
    infrastructure.database().start();

    // Then
    await().atMost(Duration.ofSeconds(30)).until(() -> customer.get("/v2/otp").status() == 200);
    String fresh =
        await()
            .ignoreExceptions()
            .until(() -> ingress.addKey(customer.app()), key -> !key.isEmpty());
    await().until(() -> customer.with(fresh).get("/v2/otp").status() == 200);
  }

  @Test
  void answersInTimeWhileTheDatabaseIsFrozenAndGoesOnWithoutARestart() {
    // When
    proxy.freeze();
    try {
      // Then
      await()
          .untilAsserted(
              () -> {
                Timed answer = timed(listing()).join();
                assertThat(answer.time()).isLessThan(LIMIT);
                assertThat(answer.answer().status()).isEqualTo(503);
              });
      assertThat(hundred(OutageTest::listing)).allSatisfy(OutageTest::isUnavailableInTime);
      assertThat(hundred(OutageTest::sending)).allSatisfy(OutageTest::isUnavailableInTime);
    } finally {
      proxy.thaw();
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> customer.send(BODY).status() == 201);
  }

  private static HttpRequest.Builder sending() {
    return customer.posting(Customer.SEND, BODY);
  }

  private static HttpRequest.Builder listing() {
    return customer.request("/v2/otp").GET();
  }

  private static List<Timed> hundred(Supplier<HttpRequest.Builder> request) {
    List<CompletableFuture<Timed>> calls =
        IntStream.range(0, 100).mapToObj(i -> timed(request.get())).toList();
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private static CompletableFuture<Timed> timed(HttpRequest.Builder request) {
    long start = System.nanoTime();
    return Customer.callAsync(request)
        .thenApply(answer -> new Timed(answer, Duration.ofNanos(System.nanoTime() - start)));
  }

  private static Answer probe(String path) {
    return Customer.call(HttpRequest.newBuilder(ingress.uri(path)));
  }

  private static void isUnavailableInTime(Timed timed) {
    Answer answer = timed.answer();
    assertThat(answer.body())
        .isEqualTo(
            problem(
                503,
                "Service temporarily unavailable",
                "unavailable",
                answer.header("X-Request-Id")));
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(timed.time()).isLessThan(LIMIT);
  }
}
