package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.Past;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.UuidV7;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** On two copies, each of which may take any batch. */
@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayingManyTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private Dispatcher dispatcher;
  private Dispatcher other;
  private InternalApi api;
  private InternalApi otherApi;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
    other = Dispatcher.join(dispatcher.infrastructure(), Clock.systemUTC(), Map.of());
    api = InternalApi.of(dispatcher);
    otherApi = InternalApi.of(other);
  }

  @AfterAll
  void stop() {
    other.close();
    dispatcher.close();
  }

  @AfterEach
  void endAll() {
    dispatcher.jdbc().update("update replays set state = 'cancelled' where state = 'running'");
  }

  @Test
  void tellsAllThatFailedOfAnAppOnceAndNothingElse() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      past(customer, receiver, "exhausted", 120);
      past(customer, receiver, "delivered", 10);
      past(customer(), receiver, "exhausted", 10);

      // When
      JsonNode begun = begin(byApp(customer), 1000);

      // Then
      JsonNode done = awaitEnd(begun);
      assertThat(done.get("state").asString()).isEqualTo("done");
      assertThat(done.get("total").asInt()).isEqualTo(120);
      assertThat(done.get("matched").asInt()).isEqualTo(120);
      assertThat(done.get("replayed").asInt()).isEqualTo(120);
      assertThat(done.get("skipped").asInt()).isZero();
      assertThat(done.has("ended_at")).isTrue();
      awaitDelivered(customer, 130);
      assertToldOnce(receiver, customer, 120);
    }
  }

  @Test
  void doesNotDoubleWhatAnotherReplayMadeDue() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      past(customer, receiver, "exhausted", 150);
      past(customer, receiver, "delivered", 150);

      // When
      List<JsonNode> begun =
          IntStream.range(0, 4)
              .mapToObj(i -> begin(i < 2 ? byApp(customer) : delivered(customer), 500))
              .toList();

      // Then
      begun.forEach(this::awaitEnd);
      await().atMost(LONG).until(() -> receiver.requests().size() >= 300);
      awaitDelivered(customer, 300);
      assertToldOnce(receiver, customer, 300);
    }
  }

  @Test
  void oneThatOnlyANewerVersionUnderstandsHoldsUpNoOtherAndCanBeCancelled() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      past(customer, receiver, "exhausted", 20);
      UUID newer = UuidV7.at(Instant.now());
      dispatcher
          .jdbc()
          .update(
              "insert into replays (id, filter, rate, state, slot, cursor_id, counted_id, last_id,"
                  + " paced_at, next_at, created_at) values (?, '{\"mood\": \"good\"}', 10,"
                  + " 'running', 8, ?, ?, ?, now(), to_timestamp(0), now())",
              newer,
              new UUID(0, 0),
              new UUID(0, 0),
              newer);

      // When
      JsonNode done = awaitEnd(begin(byApp(customer), 1000));

      // Then
      assertThat(done.get("replayed").asInt()).isEqualTo(20);
      JsonNode waiting = api.get("/replays/" + newer).json();
      assertThat(waiting.get("state").asString()).isEqualTo("running");
      assertThat(waiting.get("filter").get("mood").asString()).isEqualTo("good");
      assertThat(api.post("/replays/" + newer + "/cancel", "").json().get("state").asString())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void leavesOutAppsThatWantNothingTwiceUnlessTheyAreNamed() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      dispatcher.tell(
          customer.settings(Instant.now().plusMillis(1), new CallbackPolicy(List.of(), true)));
      await()
          .until(
              () ->
                  dispatcher.count(
                          "select count(*) from apps where id = ? and callbacks is not null",
                          customer.id().value())
                      == 1);
      String url = receiver.url("/").replace("127.0.0.1", "localhost");
      Past.deliveries(dispatcher, customer, url, "exhausted", 5, Instant.now());

      // When
      JsonNode all = awaitEnd(begin("{\"host\":\"localhost\"}", 1000));

      // Then
      assertThat(all.get("matched").asInt()).isEqualTo(5);
      assertThat(all.get("skipped").asInt()).isEqualTo(5);
      assertThat(exhausted(customer)).isEqualTo(5);

      // When
      awaitEnd(begin(byApp(customer), 1000));

      // Then
      awaitDelivered(customer, 5);
      assertToldOnce(receiver, customer, 5);
    }
  }

  @Test
  void goesOnWithWhatTheBatchWouldHaveDoneInWhichACopyDied() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      past(customer, receiver, "exhausted", 60);
      everyBatchTakes("2");

      // When
      JsonNode begun = begin(byApp(customer), 1000);
      killWhoeverWritesHowFarItIs();
      killWhoeverWritesHowFarItIs();

      // Then
      assertThat(find(begun).get("matched").asInt()).isZero();
      assertThat(exhausted(customer)).isEqualTo(60);

      // When
      everyBatchTakes("0");

      // Then
      awaitEnd(begun);
      awaitDelivered(customer, 60);
      assertToldOnce(receiver, customer, 60);
    } finally {
      everyBatchTakes("0");
    }
  }

  @Test
  void goesOnWhenTheCopyThatBeganItIsGone() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      past(customer, receiver, "exhausted", 200);
      Dispatcher leaving =
          Dispatcher.join(dispatcher.infrastructure(), Clock.systemUTC(), Map.of());
      JsonNode begun = InternalApi.of(leaving).post("/replays", order(byApp(customer), 100)).json();
      await().atMost(LONG).until(() -> find(begun).get("replayed").asInt() > 20);

      // When
      leaving.close();

      // Then
      awaitEnd(begun);
      awaitDelivered(customer, 200);
      assertToldOnce(receiver, customer, 200);
    }
  }

  @Test
  void isCancelledWithinASecondByAnyCopy() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = customer();
      past(customer, receiver, "exhausted", 500);
      JsonNode begun = begin(byApp(customer), 50);
      await().atMost(LONG).until(() -> find(begun).get("replayed").asInt() > 5);

      // When
      JsonNode cancelled = otherApi.post(path(begun) + "/cancel", "").json();

      // Then
      assertThat(cancelled.get("state").asString()).isEqualTo("cancelled");
      int left = exhausted(customer);
      assertThat(left).isGreaterThan(300);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(2))
          .until(() -> exhausted(customer) == left);
      assertThat(find(begun).get("replayed").asInt()).isEqualTo(500 - left);
      assertThat(otherApi.post(path(begun) + "/cancel", "").json().get("ended_at"))
          .isEqualTo(cancelled.get("ended_at"));
    }
  }

  @Test
  void runsNoMoreAtATimeThanItHasSlotsFor() {
    // Given
    Customer customer = customer();
    try (Receiver receiver = Receiver.start()) {
      past(customer, receiver, "exhausted", 1000);
      for (int i = 0; i < 8; i++) {
        assertThat(api.post("/replays", order(byApp(customer), 1)).status()).isEqualTo(202);
      }

      // Then
      assertThat(otherApi.post("/replays", order(byApp(customer), 1)).status()).isEqualTo(409);
    }
  }

  @Test
  void refusesWhatCannotBeReplayed() {
    assertThat(api.post("/replays", order("{\"state\":\"pending\"}", 1)).status()).isEqualTo(400);
    assertThat(api.post("/replays", order("{\"host\":\"a/b\"}", 1)).status()).isEqualTo(400);
    assertThat(api.post("/replays", order("{\"from\":\"today\"}", 1)).status()).isEqualTo(400);
    assertThat(api.post("/replays", order("{}", 1001)).status()).isEqualTo(400);
    assertThat(api.get("/replays/01a21427-d7d7-7a35-b190-add06d32a403").status()).isEqualTo(404);
  }

  @Test
  void listsTheNewestFirst() {
    // Given
    JsonNode first = begin(byApp(customer()), 1);
    JsonNode second = begin(byApp(customer()), 2);

    // Then
    JsonNode list = api.get("/replays?limit=2").json().get("replays");
    assertThat(list)
        .extracting(replay -> replay.get("id"))
        .containsExactly(second.get("id"), first.get("id"));
    assertThat(
            api.get("/replays?limit=1&after=" + second.get("id").asString())
                .json()
                .at("/replays/0/id"))
        .isEqualTo(first.get("id"));
  }

  /** A transaction ends when its connection does, as it would with the process. */
  private void killWhoeverWritesHowFarItIs() {
    await()
        .atMost(LONG)
        .until(
            () ->
                superuser(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where wait_event = 'PgSleep' and query like '%update replays%'"));
  }

  /** The batch's last statement takes so long. */
  private void everyBatchTakes(String seconds) throws SQLException {
    superuser(
        """
        create or replace function dispatcher.rest() returns trigger language plpgsql as $$
        begin perform pg_sleep(%s); return new; end $$
        """
            .formatted(seconds));
    superuser(
        """
        create or replace trigger rest before update on dispatcher.replays
        for each row execute function dispatcher.rest()
        """);
  }

  private boolean superuser(String sql) throws SQLException {
    try (var connection = dispatcher.infrastructure().database().superuser();
        var statement = connection.createStatement()) {
      return statement.execute(sql) && statement.getResultSet().next();
    }
  }

  private Customer customer() {
    Customer customer = Customer.random();
    dispatcher.knows(customer);
    return customer;
  }

  private void past(Customer customer, Receiver receiver, String state, int count) {
    Past.deliveries(dispatcher, customer, receiver.url("/"), state, count, Instant.now());
  }

  private static String byApp(Customer customer) {
    return "{\"app\":\"%s\"}".formatted(customer.id());
  }

  private static String delivered(Customer customer) {
    return "{\"app\":\"%s\",\"state\":\"delivered\"}".formatted(customer.id());
  }

  private static String order(String filter, int rate) {
    return "{\"filter\":%s,\"rate\":%d}".formatted(filter, rate);
  }

  private JsonNode begin(String filter, int rate) {
    return api.post("/replays", order(filter, rate)).json();
  }

  private static String path(JsonNode replay) {
    return "/replays/" + replay.get("id").asString();
  }

  private JsonNode find(JsonNode replay) {
    return otherApi.get(path(replay)).json();
  }

  private JsonNode awaitEnd(JsonNode replay) {
    await().atMost(LONG).until(() -> !find(replay).get("state").asString().equals("running"));
    return find(replay);
  }

  private int exhausted(Customer customer) {
    return count(customer, "exhausted");
  }

  private int count(Customer customer, String state) {
    return dispatcher.count(
        "select count(*) from deliveries where app_id = ? and state = ?",
        customer.id().value(),
        state);
  }

  private void awaitDelivered(Customer customer, int count) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(count(customer, "delivered")).isEqualTo(count));
  }

  private void assertToldOnce(Receiver receiver, Customer customer, int count) {
    assertThat(receiver.requests()).hasSize(count);
    assertThat(receiver.requests()).extracting(Received::id).doesNotHaveDuplicates();
    assertThat(
            dispatcher.count(
                "select count(*) from deliveries where app_id = ? and replayed_at is not null"
                    + " and attempts = attempts_before + 1",
                customer.id().value()))
        .isEqualTo(count);
  }
}
