package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.InternalApi.Said;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.CallbackPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each delivery is attempted twice by itself, with a minute between. */
@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayingOneTest {

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private Dispatcher dispatcher;
  private InternalApi api;
  private Customer customer;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(clock, Map.of("sandi.dispatcher.retry-schedule", "60s"));
    api = InternalApi.of(dispatcher);
    customer = Customer.random();
    dispatcher.knows(customer);
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @Test
  void tellsWhatWasGivenUpAgainWithTheSameIdAndBody() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      UUID delivery = givenUp(receiver);
      receiver.replies(Reply.of(200));

      // When
      Said answer = replay(delivery);

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("state").asString()).isEqualTo("pending");
      assertThat(answer.json().get("replayed").asBoolean()).isTrue();
      assertThat(answer.json().get("gate").asString()).isEqualTo("open");
      awaitState(delivery, "delivered", 3);
      assertThat(receiver.requests()).hasSize(3);
      assertThat(receiver.requests()).extracting(Received::id).containsOnly(delivery.toString());
      assertThat(receiver.requests())
          .extracting(Received::body)
          .containsOnly(receiver.requests().get(0).body());
      assertThat(customer.signed(receiver.requests().get(2))).isTrue();
      assertThat(
              dispatcher.count(
                  "select max(number) from recorded_attempts where delivery_id = ?", delivery))
          .isEqualTo(3);
    }
  }

  @Test
  void beginsTheScheduleAnewAndGivesUpAgain() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      UUID delivery = givenUp(receiver);
      clock.advance(Duration.ofHours(2));

      // When
      replay(delivery);

      // Then
      awaitState(delivery, "pending", 3);

      // When
      clock.advance(Duration.ofSeconds(75));

      // Then
      awaitState(delivery, "exhausted", 4);
    }
  }

  @Test
  void hasNoEffectASecondTimeHoweverOftenItIsAskedFor() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      UUID delivery = givenUp(receiver);

      // When
      List<Said> answers =
          IntStream.range(0, 20).parallel().mapToObj(i -> replay(delivery)).toList();

      // Then
      assertThat(answers).extracting(Said::status).containsOnly(200);
      assertThat(answers)
          .filteredOn(answer -> answer.json().get("replayed").asBoolean())
          .hasSize(1);
      awaitState(delivery, "pending", 3);
      assertThat(replay(delivery).json().get("replayed").asBoolean()).isFalse();
      passTheMarker();
      assertThat(receiver.requests()).hasSize(3);
    }
  }

  @Test
  void tellsWhatWasDeliveredAgainIfItsAppWantsNothingTwiceToo() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer once = Customer.random();
      dispatcher.knows(once);
      dispatcher.tell(
          once.settings(clock.instant().plusMillis(1), new CallbackPolicy(List.of(), true)));
      await()
          .until(
              () -> dispatcher.count("select count(*) from apps where callbacks is not null") == 1);
      Envelope event = Happened.sent(once.id(), receiver.url("/"), clock.instant());
      dispatcher.publish(event);
      awaitState(event.id(), "delivered", 1);
      receiver.replies(Reply.of(500));

      // When
      replay(event.id());

      // Then
      awaitState(event.id(), "exhausted", 2);
      assertThat(
              dispatcher.count(
                  "select count(*) from deliveries where end_reason = 'at_most_once'"
                      + " and event_id = ?",
                  event.id()))
          .isEqualTo(1);
    }
  }

  @Test
  void waitsForAnEndpointThatIsShut() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(410));
      Envelope event = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      dispatcher.publish(event);
      awaitState(event.id(), "exhausted", 1);

      // When
      Said answer = replay(event.id());

      // Then
      assertThat(answer.json().get("gate").asString()).isEqualTo("gone");
      passTheMarker();
      assertThat(receiver.requests()).hasSize(1);

      // When
      receiver.replies(Reply.of(200));
      int endpoint =
          dispatcher.count("select id from endpoints where origin = ?", receiver.url(""));
      api.post("/apps/%s/endpoints/%d/open".formatted(customer.id(), endpoint), "");

      // Then
      awaitState(event.id(), "delivered", 2);
    }
  }

  @Test
  void isRefusedIfNothingCanBeSignedForItsApp() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Customer gone = Customer.random();
      dispatcher.knows(gone);
      Envelope event = Happened.sent(gone.id(), receiver.url("/"), clock.instant());
      dispatcher.publish(event);
      awaitState(event.id(), "delivered", 1);
      dispatcher.jdbc().update("delete from apps where id = ?", gone.id().value());

      // When
      Said answer = replay(event.id());

      // Then
      assertThat(answer.status()).isEqualTo(409);
      awaitState(event.id(), "delivered", 1);
      assertThat(replay(UUID.randomUUID()).status()).isEqualTo(404);
    }
  }

  private Said replay(UUID delivery) {
    return api.post("/deliveries/" + delivery + "/replay", "");
  }

  private UUID givenUp(Receiver receiver) {
    receiver.replies(Reply.of(500));
    Envelope event = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
    dispatcher.publish(event);
    awaitState(event.id(), "pending", 1);
    clock.advance(Duration.ofSeconds(75));
    awaitState(event.id(), "exhausted", 2);
    return event.id();
  }

  private void awaitState(UUID delivery, String state, int attempts) {
    await()
        .untilAsserted(
            () ->
                assertThat(dispatcher.find(delivery))
                    .hasValueSatisfying(
                        row -> {
                          assertThat(row.state()).isEqualTo(state);
                          assertThat(row.attempts()).isEqualTo(attempts);
                        }));
  }

  /** What was due by now has been called. */
  private void passTheMarker() {
    try (Receiver healthy = Receiver.start()) {
      UUID marker =
          IntStream.range(0, 3)
              .mapToObj(i -> Happened.sent(customer.id(), healthy.url("/"), clock.instant()))
              .peek(dispatcher::publish)
              .map(Envelope::id)
              .reduce((first, second) -> second)
              .orElseThrow();
      awaitState(marker, "delivered", 1);
      replay(marker);
      awaitState(marker, "delivered", 2);
    }
  }
}
