package dev.sandi.dispatcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.event.Session;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesTest {

  private Dispatcher dispatcher;
  private InternalApi api;
  private Receiver receiver;
  private Customer customer;

  @BeforeAll
  void start() {
    dispatcher =
        Dispatcher.start(
            Clock.systemUTC(),
            Map.of(
                "sandi.dispatcher.retry-schedule", "300ms,30m",
                "sandi.dispatcher.deadline", "2s"));
    api = InternalApi.of(dispatcher);
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
  void oneIsToldWithWhatEveryAttemptTookAndWasAnswered() {
    // Given
    receiver.repliesBy(
        request ->
            receiver.requests().stream().filter(r -> r.id().equals(request.id())).count() == 1
                ? new Reply(503, Map.of(), "no room for 6281234567890")
                : Reply.of(200));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Envelope sent = Happened.sent(customer.id(), receiver.url("/otp?token=hush"), now);

    // When
    dispatcher.publish(sent);
    awaitState(sent.id(), "delivered");

    // Then
    JsonNode delivery = find(sent.id());
    assertThat(delivery.get("state").asString()).isEqualTo("delivered");
    assertThat(delivery.get("app").asString()).isEqualTo(customer.id().value());
    assertThat(delivery.get("type").asString()).isEqualTo("otp.sent");
    assertThat(delivery.get("url").asString()).isEqualTo(receiver.url("/otp?***"));
    assertThat(delivery.get("occurred_at").asString()).isEqualTo(now.toString());
    assertThat(delivery.at("/body/data/msisdn").asString()).isEqualTo("62812******90");
    assertThat(delivery.get("attempts_made")).hasSize(2);
    JsonNode second = delivery.at("/attempts_made/0");
    assertThat(second.get("number").asInt()).isEqualTo(2);
    assertThat(second.get("status").asInt()).isEqualTo(200);
    assertThat(second.has("error")).isFalse();
    JsonNode first = delivery.at("/attempts_made/1");
    assertThat(first.get("status").asInt()).isEqualTo(503);
    assertThat(first.get("error").asString()).isEqualTo("refused");
    assertThat(first.get("description").asString()).contains("503");
    assertThat(first.get("answer_head").asString()).isEqualTo("no room for 62812******90");
    assertThat(first.has("dns_ms") || first.has("tls_ms") || first.has("phase")).isFalse();
    assertThat(first.get("first_byte_ms").asInt())
        .isLessThanOrEqualTo(first.get("duration_ms").asInt());
    assertThat(first.get("reused").asBoolean()).isNotEqualTo(first.has("connect_ms"));
    assertThat(delivery.toString()).doesNotContain("6281234567890", "hush");
  }

  @Test
  void whatHungIsOnRecord() {
    try (RawServer blackHole = RawServer.blackHole()) {
      // Given
      Envelope sent = Happened.sent(customer.id(), blackHole.url("/"), Instant.now());

      // When
      dispatcher.publish(sent);

      // Then
      JsonNode attempt =
          await()
              .until(
                  () -> api.get("/deliveries/" + sent.id()),
                  said -> said.body().contains("timeout"))
              .json()
              .at("/attempts_made/0");
      assertThat(attempt.get("phase").asString()).isEqualTo("first_byte");
      assertThat(attempt.get("first_byte_ms").asInt()).isBetween(1_500, 2_500);
      assertThat(attempt.get("description").asString())
          .isEqualTo("The server took the request, and did not answer before the deadline.");
      assertThat(attempt.has("status") || attempt.has("answer_head")).isFalse();
    }
  }

  @Test
  void whatWaitsTellsWhatFor() {
    try (Receiver failing = Receiver.start()) {
      // Given
      failing.replies(Reply.of(500));
      Session session = Happened.session(customer.id(), failing.url("/"), Instant.now());
      Envelope first = Happened.sent(session, Instant.now());
      Envelope later = Happened.delivered(session, Instant.now());

      // When
      dispatcher.publish(first);
      await()
          .untilAsserted(() -> assertThat(find(first.id()).get("attempts").asInt()).isEqualTo(2));
      dispatcher.publish(later);
      await()
          .untilAsserted(
              () -> assertThat(api.get("/deliveries/" + later.id()).status()).isEqualTo(200));

      // Then
      assertThat(find(first.id()).get("waits_for").asString()).isEqualTo("time");
      assertThat(find(first.id()).get("last_description").asString()).contains("500");
      assertThat(find(first.id()).has("next_attempt_at")).isTrue();
      JsonNode held = find(later.id());
      assertThat(held.get("waits_for").asString()).isEqualTo("session");
      assertThat(held.get("held_back_by").asString()).isEqualTo(first.id().toString());

      // When
      dispatcher
          .jdbc()
          .update("update endpoints set gate = 'gone' where origin = ?", failing.url(""));

      // Then
      assertThat(find(later.id()).get("waits_for").asString()).isEqualTo("endpoint");
    }
  }

  @Test
  void listsAreToldAPageAtATime() {
    // Given
    receiver.replies(Reply.of(200));
    Customer other = Customer.random();
    dispatcher.knows(other);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Envelope sent = Happened.sent(other.id(), receiver.url("/page"), Instant.now().plusMillis(i));
      ids.add(0, sent.id().toString());
      dispatcher.publish(sent);
    }
    ids.forEach(id -> awaitState(UUID.fromString(id), "delivered"));

    // When
    List<String> told = new ArrayList<>();
    String before = "";
    do {
      JsonNode page = api.get("/deliveries?limit=2&app=" + other.id() + before).json();
      assertThat(page.get("deliveries").size()).isBetween(1, 2);
      page.get("deliveries").forEach(row -> told.add(row.get("id").asString()));
      before = page.has("next") ? "&before=" + page.get("next").asString() : "";
    } while (!before.isEmpty());

    // Then
    assertThat(told).isEqualTo(ids);
  }

  @Test
  void listsAreFilteredAndDoNotTellNumbers() {
    // Given
    receiver.replies(Reply.of(200));
    Instant now = Instant.now();
    Session session = Happened.session(customer.id(), receiver.url("/filtered?token=hush"), now);
    Envelope sent = Happened.sent(session, now);
    Envelope verified = Happened.verified(session, now.plusMillis(1));
    dispatcher.publish(sent, verified);
    awaitState(verified.id(), "delivered");

    // Then
    String ofSession = "/deliveries?session=" + session.id();
    assertThat(ids(ofSession)).containsExactly(verified.id().toString(), sent.id().toString());
    assertThat(ids(ofSession + "&type=otp.sent")).containsExactly(sent.id().toString());
    assertThat(ids(ofSession + "&state=exhausted")).isEmpty();
    assertThat(ids(ofSession + "&state=delivered&host=127.0.0.1&app=" + customer.id())).hasSize(2);
    assertThat(ids(ofSession + "&app=nobody")).isEmpty();
    assertThat(ids(ofSession + "&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00%2B01:00"))
        .isEmpty();
    assertThat(api.get(ofSession).body()).doesNotContain("6281234567890", "hush", "body");
  }

  @Test
  void aParameterThatBreaksItsRuleIsTold() {
    assertThat(api.get("/deliveries?session=x").json().get("field").asString())
        .isEqualTo("session");
    assertThat(api.get("/deliveries?app=a.b").json().get("field").asString()).isEqualTo("app");
    assertThat(api.get("/deliveries?state=lost").json().get("field").asString()).isEqualTo("state");
    assertThat(api.get("/deliveries?from=yesterday").json().get("message").asString())
        .isEqualTo("from should be a time like 2027-01-31T00:00:00Z");
    assertThat(api.get("/deliveries?type=otp.lost").status()).isEqualTo(400);
    assertThat(api.get("/deliveries/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  @Test
  void onlyTheOtherServicesAreAnswered() {
    // Given
    InternalApi stranger = new InternalApi(dispatcher, "a wrong token of any length");

    // Then
    assertThat(stranger.get("/deliveries").status()).isEqualTo(401);
    assertThat(stranger.get("/deliveries/" + UUID.randomUUID()).status()).isEqualTo(401);
    assertThat(stranger.post("/apps/" + customer.id() + "/test-deliveries", "{}").status())
        .isEqualTo(401);
  }

  private List<String> ids(String path) {
    List<String> ids = new ArrayList<>();
    api.get(path).json().get("deliveries").forEach(row -> ids.add(row.get("id").asString()));
    return ids;
  }

  private JsonNode find(UUID id) {
    return api.get("/deliveries/" + id).json();
  }

  private void awaitState(UUID id, String state) {
    await()
        .untilAsserted(
            () ->
                assertThat(dispatcher.find(id))
                    .hasValueSatisfying(row -> assertThat(row.state()).isEqualTo(state)));
  }
}
