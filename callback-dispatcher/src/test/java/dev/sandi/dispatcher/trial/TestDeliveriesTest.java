package dev.sandi.dispatcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.InternalApi.Said;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackPolicy.Order;
import dev.sandi.value.CallbackPolicy.Style;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestDeliveriesTest {

  private Dispatcher dispatcher;
  private InternalApi api;
  private Customer customer;
  private Receiver receiver;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of("sandi.dispatcher.deadline", "1500ms"));
    api = InternalApi.of(dispatcher);
    customer = Customer.random();
    dispatcher.knows(customer);
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @BeforeEach
  void listen() {
    receiver = Receiver.start();
  }

  @AfterEach
  void hangUp() {
    receiver.close();
  }

  @Test
  void isSignedAndShownAsItWasSent() {
    // Given
    receiver.replies(new Reply(202, Map.of(), "thanks"));

    // When
    JsonNode tested = test(receiver.url("/hook?token=hush")).json();

    // Then
    Received received = receiver.requests().get(0);
    assertThat(customer.verifies(received)).isTrue();
    assertThat(received.path()).isEqualTo("/hook?token=hush");
    JsonNode request = tested.get("request");
    assertThat(request.get("method").asString()).isEqualTo("POST");
    assertThat(request.get("url").asString()).isEqualTo(receiver.url("/hook?***"));
    assertThat(request.get("body").asString()).isEqualTo(received.body());
    assertThat(headers(request)).isEqualTo(headers(received));
    JsonNode attempt = tested.get("attempt");
    assertThat(attempt.get("status").asInt()).isEqualTo(202);
    assertThat(attempt.get("answer_head").asString()).isEqualTo("thanks");
    assertThat(attempt.get("first_byte_ms").asInt())
        .isLessThanOrEqualTo(attempt.get("duration_ms").asInt());
    assertThat(attempt.has("error")).isFalse();
    assertThat(tested.toString()).doesNotContain(customer.secret(), "hush");
    assertThat(JsonMapper.shared().readTree(received.body()).get("type").asString())
        .isEqualTo("sandi.test");
  }

  @Test
  void tellsAnyTypeThatIsToldInEarnest() {
    for (String type : DeliveryFilter.TYPES) {
      // When
      Said said = test(receiver.url("/"), type);

      // Then
      assertThat(said.status()).as(type).isEqualTo(200);
      Received received = receiver.requests().get(receiver.requests().size() - 1);
      JsonNode body = JsonMapper.shared().readTree(received.body());
      assertThat(body.get("type").asString()).isEqualTo(type);
      assertThat(body.at("/data/session_id").isString()).isTrue();
    }
  }

  @Test
  void tellsWhatWentWrong() {
    // Given
    receiver.replies(Reply.of(302).with("Location", "https://elsewhere.example/"));

    // Then
    assertFailed(test(receiver.url("/")), "redirected", null);
    assertFailed(test("http://127.0.0.1:1/"), "connection_failed", "connect");
    assertFailed(test("http://10.0.0.1/"), "forbidden_address", "connect");
    try (RawServer blackHole = RawServer.blackHole()) {
      assertFailed(test(blackHole.url("/")), "timeout", "first_byte");
    }
  }

  private static void assertFailed(Said said, String error, @Nullable String phase) {
    assertThat(said.status()).isEqualTo(200);
    JsonNode attempt = said.json().get("attempt");
    assertThat(attempt.get("error").asString()).isEqualTo(error);
    assertThat(attempt.get("description").asString()).endsWith(".");
    assertThat(attempt.path("phase").asString("")).isEqualTo(phase == null ? "" : phase);
    assertThat(said.json().at("/request/headers/webhook-signature").asString()).startsWith("v1,");
  }

  @Test
  void isUnderTheRulesOfItsApp() {
    // Given
    Customer strict = Customer.random();
    Customer keyless = Customer.random();
    dispatcher.knows(strict);
    dispatcher.knows(keyless);
    dispatcher.tell(strict.settings(false, Instant.now(), strict.key(strict.secret())));
    dispatcher.tell(keyless.settings(true, Instant.now()));
    awaitSettings(strict, "not insecure_callbacks");
    awaitSettings(keyless, "webhook_keys = '[]'");

    // When
    JsonNode plain = test(strict, receiver.url("/"), null).json();
    JsonNode unsigned = test(keyless, receiver.url("/"), null).json();

    // Then
    assertThat(plain.at("/attempt/error").asString()).isEqualTo("insecure_url");
    assertThat(unsigned.at("/attempt/error").asString()).isEqualTo("no_signing_key");
    assertThat(unsigned.has("request")).isFalse();
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void isInTheStyleOfItsApp() {
    // Given
    Customer old = Customer.random();
    dispatcher.knows(old);
    dispatcher.tell(
        old.settings(
            Instant.now(), new CallbackPolicy(List.of(), false, Order.SESSION, Style.LEGACY_GET)));
    awaitSettings(old, "callbacks is not null");

    // When
    JsonNode request = test(old, receiver.url("/old?a=b"), "otp.verified").json().get("request");

    // Then
    Received received = receiver.requests().get(0);
    assertThat(received.method()).isEqualTo("GET");
    assertThat(received.path()).matches("/old\\?a=b&session_id=[0-9a-f-]{36}&status=2");
    assertThat(request.get("method").asString()).isEqualTo("GET");
    assertThat(request.get("url").asString())
        .isEqualTo(receiver.url(received.path().replace("a=b", "***")));
    assertThat(headers(request)).isEqualTo(headers(received));
  }

  @Test
  void leavesNothingBehind() {
    // Given
    receiver.replies(Reply.of(410));

    // When
    test(receiver.url("/"));
    test(receiver.url("/"));

    // Then
    assertThat(
            dispatcher.count("select count(*) from endpoints where origin = ?", receiver.url("")))
        .isZero();
    assertThat(dispatcher.count("select count(*) from deliveries")).isZero();
    assertThat(dispatcher.count("select count(*) from recorded_attempts")).isZero();
  }

  @Test
  void refusesWhatCannotBeSent() {
    assertThat(test("ftp://shop.example/").status()).isEqualTo(400);
    assertThat(test("ftp://shop.example/").json().get("field").asString()).isEqualTo("url");
    assertThat(test(receiver.url("/"), "otp.requested").json().get("field").asString())
        .isEqualTo("type");
    assertThat(test(Customer.random(), receiver.url("/"), null).status()).isEqualTo(404);
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  @org.junit.jupiter.api.Order(Integer.MAX_VALUE)
  void areFewAtATimeAndFewInTheLongRun() {
    // Given
    try (RawServer blackHole = RawServer.blackHole()) {
      // When
      List<CompletableFuture<Said>> atOnce = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        atOnce.add(
            CompletableFuture.supplyAsync(
                () -> test(blackHole.url("/")), task -> new Thread(task).start()));
      }

      // Then
      assertThat(atOnce.stream().map(said -> said.join().status()).filter(s -> s == 429))
          .hasSize(2);
    }

    // When
    int sent = 0;
    while (sent < 40 && test(receiver.url("/")).status() == 200) {
      sent++;
    }

    // Then
    assertThat(sent).isLessThan(40);
    assertThat(receiver.requests()).hasSize(sent);
  }

  private Said test(String url) {
    return test(url, null);
  }

  private Said test(String url, @Nullable String type) {
    return test(customer, url, type);
  }

  private Said test(Customer of, String url, @Nullable String type) {
    String json =
        type == null
            ? "{\"url\":\"%s\"}".formatted(url)
            : "{\"url\":\"%s\",\"type\":\"%s\"}".formatted(url, type);
    return api.post("/apps/" + of.id() + "/test-deliveries", json);
  }

  private void awaitSettings(Customer of, String condition) {
    await()
        .until(
            () ->
                dispatcher.count(
                        "select count(*) from apps where id = ? and " + condition, of.id().value())
                    == 1);
  }

  private static Map<String, String> headers(JsonNode request) {
    Map<String, String> headers = new TreeMap<>();
    request
        .get("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    return headers;
  }

  private static Map<String, String> headers(Received received) {
    Map<String, String> headers = new TreeMap<>();
    received
        .headers()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return headers;
  }
}
