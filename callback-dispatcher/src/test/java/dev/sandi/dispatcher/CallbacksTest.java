package dev.sandi.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.Ed25519Key;
import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.AppChanged.WebhookKey;
import dev.sandi.event.CallbackDelivered;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@RequiresInfrastructure
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbacksTest {

  private Dispatcher dispatcher;
  private Receiver receiver;
  private Customer customer;

  @BeforeAll
  void start() {
    dispatcher =
        Dispatcher.start(
            Clock.systemUTC(), Map.of("sandi.dispatcher.concurrency-per-endpoint", "4"));
    receiver = Receiver.start();
    customer = Customer.random();
    dispatcher.knows(customer);
  }

  @AfterAll
  void stop() {
    dispatcher.close();
    receiver.close();
  }

  @Test
  void callsAtOnceWithASignatureThatTheOfficialLibraryAccepts() {
    // Given
    Instant now = Instant.now();
    Envelope sent = Happened.sent(customer.id(), receiver.url("/otp?token=x"), now);

    // When
    dispatcher.publish(sent);

    // Then
    Received request = await().until(() -> requests("/otp?token=x"), r -> !r.isEmpty()).get(0);
    assertThat(customer.verifies(request)).isTrue();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.id()).isEqualTo(sent.id().toString());
    assertThat(request.header("User-agent")).isEqualTo("Sandi-Webhooks/1");
    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(request.headers()).doesNotContainKeys("Accept-encoding", "Cookie", "Traceparent");
    assertThat(request.body())
        .isEqualTo(
            """
            {"type":"otp.sent","timestamp":"%s","data":{"session_id":"%s","msisdn":"6281234567890",\
            "challenge":"default","status":"sent","gateway":"simulator","message_id":"m-1",\
            "segments":1,"expires_at":"%s"}}\
            """
                .formatted(now, sent.event().key(), now.plus(Duration.ofMinutes(5))));
  }

  @Test
  void tellsAndRecordsWhatBecameOfIt() {
    // Given
    Envelope sent = Happened.sent(customer.id(), receiver.url("/told"), Instant.now());

    // When
    dispatcher.publish(sent);

    // Then
    await().untilAsserted(() -> assertThat(told(sent)).hasSize(1));
    assertThat(told(sent).get(0).event())
        .isInstanceOfSatisfying(
            CallbackDelivered.class,
            event -> {
              assertThat(event.deliveryId()).isEqualTo(sent.id());
              assertThat(event.callbackType()).isEqualTo("otp.sent");
              assertThat(event.attempt()).isEqualTo(1);
              assertThat(event.httpStatus()).isEqualTo(200);
            });
    assertThat(told(sent).get(0).trace()).isEqualTo(sent.trace());
    assertThat(dispatcher.delivery(sent.id()).state()).isEqualTo("delivered");
    assertThat(
            dispatcher.count(
                "select count(*) from recorded_attempts where delivery_id = ? and http_status = 200",
                sent.id()))
        .isEqualTo(1);
  }

  @Test
  void callsOnceForAnEventThatComesThreeTimes() {
    // Given
    Envelope sent = Happened.sent(customer.id(), receiver.url("/thrice"), Instant.now());
    Envelope last = Happened.sent(customer.id(), receiver.url("/thrice/last"), Instant.now());

    // When
    dispatcher.publish(sent, sent);
    await().until(() -> requests("/thrice"), r -> !r.isEmpty());
    dispatcher.publish(sent, last);
    await().until(() -> requests("/thrice/last"), r -> !r.isEmpty());

    // Then
    await().untilAsserted(() -> assertThat(told(last)).hasSize(1));
    assertThat(requests("/thrice")).hasSize(1);
    assertThat(told(sent)).hasSize(1);
  }

  @Test
  void callsNobodyForASessionWithoutUrl() {
    // Given
    Envelope quiet = Happened.sent(customer.id(), null, Instant.now());
    Envelope next = Happened.sent(customer.id(), receiver.url("/next"), Instant.now());

    // When
    dispatcher.publish(quiet, next);

    // Then
    await().until(() -> requests("/next"), r -> !r.isEmpty());
    assertThat(dispatcher.find(quiet.id())).isEmpty();
  }

  @Test
  void tellsTheEventsOfASessionInTheirOrder() {
    // Given
    Set<String> inOrder = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      Instant now = Instant.now();
      var session = Happened.session(customer.id(), receiver.url("/order/" + i), now);
      inOrder.add("/order/" + i);

      // When
      dispatcher.publish(Happened.sent(session, now), Happened.delivered(session, now));
    }

    // Then
    await().until(() -> inOrder.stream().allMatch(path -> requests(path).size() == 2));
    assertThat(inOrder)
        .allSatisfy(
            path ->
                assertThat(requests(path))
                    .extracting(request -> request.body().substring(0, 23))
                    .containsExactly(
                        "{\"type\":\"otp.sent\",\"tim", "{\"type\":\"otp.delivered\""));
  }

  @Test
  void waitsForTheSettingsOfAnApp() {
    // Given
    Customer late = Customer.random();
    Envelope sent = Happened.sent(late.id(), receiver.url("/late"), Instant.now());
    dispatcher.publish(sent);
    await()
        .until(() -> dispatcher.find(sent.id()).filter(delivery -> !delivery.leased()).isPresent());
    assertThat(requests("/late")).isEmpty();

    // When
    dispatcher.knows(late);

    // Then
    Received request = await().until(() -> requests("/late"), r -> !r.isEmpty()).get(0);
    assertThat(late.verifies(request)).isTrue();
    await().untilAsserted(() -> assertThat(dispatcher.delivery(sent.id()).attempts()).isEqualTo(1));
  }

  @Test
  void signsWithEveryLiveKeyAndHoldsTheNewestSettings() {
    // Given
    Customer before = Customer.random();
    Customer after = new Customer(before.id(), Customer.randomSecret());
    Instant now = Instant.now();
    var expiring = before.key(before.secret());
    var expired = before.key(Customer.randomSecret());
    dispatcher.tell(
        before.settings(
            true,
            now,
            after.key(after.secret()),
            new WebhookKey(expiring.id(), expiring.sealedSecret(), now.plusSeconds(60)),
            new WebhookKey(expired.id(), expired.sealedSecret(), now.minusSeconds(1))));
    dispatcher.tell(before.settings(true, now.minusSeconds(10)));

    // When
    dispatcher.publish(Happened.sent(before.id(), receiver.url("/keys"), Instant.now()));

    // Then
    Received request = await().until(() -> requests("/keys"), r -> !r.isEmpty()).get(0);
    assertThat(request.header("Webhook-signature").split(" ")).hasSize(2);
    assertThat(before.verifies(request)).isTrue();
    assertThat(after.verifies(request)).isTrue();
  }

  @Test
  void signsWithAKeyPairBesideASecret() {
    // Given
    Customer both = Customer.random();
    String pair = Ed25519Key.generate().secret().reveal();
    dispatcher.tell(both.settings(true, Instant.now(), both.key(pair), both.key(both.secret())));

    // When
    dispatcher.publish(Happened.sent(both.id(), receiver.url("/pair"), Instant.now()));

    // Then
    Received request = await().until(() -> requests("/pair"), r -> !r.isEmpty()).get(0);
    assertThat(request.header("Webhook-signature")).matches("v1a,\\S{88} v1,\\S{44}");
    assertThat(both.verifies(request)).isTrue();
  }

  @Test
  void callsNoPlainHttpThatTheAppDoesNotAllow() {
    // Given
    Customer careful = Customer.random();
    dispatcher.tell(careful.settings(false, Instant.now(), careful.key(careful.secret())));
    Envelope sent = Happened.sent(careful.id(), receiver.url("/plain"), Instant.now());

    // When
    dispatcher.publish(sent);

    // Then
    await()
        .untilAsserted(
            () -> assertThat(dispatcher.delivery(sent.id()).lastError()).isEqualTo("insecure_url"));
    assertThat(requests("/plain")).isEmpty();
  }

  @Test
  void aReceiverThatNeverAnswersDelaysNobodyElse() {
    // Given
    try (RawServer blackHole = RawServer.blackHole()) {
      for (int i = 0; i < 200; i++) {
        dispatcher.publish(Happened.sent(customer.id(), blackHole.url("/"), Instant.now()));
      }
      await().until(() -> blackHole.connections() >= 4);
      Instant start = Instant.now();

      // When
      dispatcher.publish(Happened.sent(customer.id(), receiver.url("/healthy"), start));

      // Then
      await().atMost(Duration.ofSeconds(2)).until(() -> requests("/healthy"), r -> !r.isEmpty());
      assertThat(blackHole.connections()).isEqualTo(4);
    }
  }

  @Test
  void setsARecordAsideThatCannotBeRead() {
    // Given
    Envelope good = Happened.sent(customer.id(), receiver.url("/after-poison"), Instant.now());
    var poison =
        new ProducerRecord<>(
            Topics.OTP_LIFECYCLE, 0, "key".getBytes(UTF_8), "{\"poison".getBytes(UTF_8));
    EventRecords.write(good, "/sandi/test").headers().forEach(poison.headers()::add);
    var next =
        new ProducerRecord<>(
            Topics.OTP_LIFECYCLE,
            0,
            good.event().key().getBytes(UTF_8),
            EventRecords.write(good, "/sandi/test").value());
    EventRecords.write(good, "/sandi/test").headers().forEach(next.headers()::add);

    // When
    dispatcher.publish(poison);
    dispatcher.publish(next);

    // Then
    await().until(() -> requests("/after-poison"), r -> !r.isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(
                        dispatcher
                            .infrastructure()
                            .broker()
                            .read(Topics.deadLetter(Topics.OTP_LIFECYCLE)))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .contains("{\"poison"));
  }

  @Test
  void keepsSecretsOutOfTablesTopicsAndLogs(CapturedOutput output) {
    // Given
    Envelope sent = Happened.sent(customer.id(), receiver.url("/secret"), Instant.now());

    // When
    dispatcher.publish(sent);
    await().untilAsserted(() -> assertThat(told(sent)).hasSize(1));

    // Then
    String bare = customer.secret().substring("whsec_".length());
    assertThat(dispatcher.infrastructure().database().dump())
        .contains(customer.id().value())
        .doesNotContain(bare);
    assertThat(List.of(Topics.APPS, Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE))
        .flatMap(topic -> dispatcher.infrastructure().broker().read(topic))
        .extracting(record -> new String(record.value(), UTF_8))
        .noneMatch(value -> value.contains(bare));
    assertThat(output.getAll()).isNotEmpty().doesNotContain(bare, Happened.NUMBER.digits());
  }

  @Test
  void answersEverythingButHealthInJson() throws Exception {
    // Given
    HttpClient client = HttpClient.newHttpClient();

    // When
    HttpResponse<String> health = get(client, "/actuator/health/readiness", "*/*");
    HttpResponse<String> nothing = get(client, "/nothing", "text/html");
    HttpResponse<String> root = get(client, "/", "text/html");

    // Then
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"intake\"", "\"db\"", "dispatcher-intake");
    assertThat(get(client, "/actuator/health/liveness", "*/*").statusCode()).isEqualTo(200);
    assertThat(get(client, "/actuator", "*/*").statusCode()).isEqualTo(404);
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(nothing.body())
        .isEqualTo("{\"code\":404,\"message\":\"Not found\",\"error\":\"not_found\"}");
    assertThat(root.body()).isEqualTo(nothing.body());
  }

  @Test
  void keepsTheHeadOfTheAnswer() {
    // Given
    try (Receiver refusing = Receiver.start()) {
      refusing.replies(new Reply(500, Map.of(), "no\0 " + "x".repeat(2000)));
      Envelope sent = Happened.sent(customer.id(), refusing.url("/"), Instant.now());

      // When
      dispatcher.publish(sent);

      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          dispatcher
                              .jdbc()
                              .queryForList(
                                  "select answer_head from recorded_attempts where delivery_id = ?",
                                  String.class,
                                  sent.id()))
                      .containsExactly("no\uFFFD " + "x".repeat(1020)));
    }
  }

  private HttpResponse<String> get(HttpClient client, String path, String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(dispatcher.service().uri(path)).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<Received> requests(String path) {
    return receiver.requests().stream().filter(r -> r.path().equals(path)).toList();
  }

  private List<Envelope> told(Envelope about) {
    return dispatcher.told(Topics.CALLBACK_LIFECYCLE, about.event().key());
  }
}
