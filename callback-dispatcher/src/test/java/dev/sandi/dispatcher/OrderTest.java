package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.event.Session;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.CallbackPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On two copies. */
@RequiresInfrastructure
class OrderTest {

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final CallbackPolicy NO_ORDER =
      new CallbackPolicy(
          List.of(), false, CallbackPolicy.Order.NONE, CallbackPolicy.Style.STANDARD);

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));

  @Test
  void anEventThatFailedHoldsBackThoseThatFollowInItsSessionAndNoOthers() {
    try (Dispatcher dispatcher = Dispatcher.start(clock, Map.of());
        Dispatcher other = Dispatcher.join(dispatcher.infrastructure(), clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      receiver.replies(Reply.of(503));
      Session session = Happened.session(customer.id(), receiver.url("/"), clock.instant());
      Envelope first = Happened.sent(session, clock.instant());
      dispatcher.publish(first);
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(attempts(dispatcher, first)).isEqualTo(1));
      receiver.replies(Reply.of(200));

      // When
      Envelope second = Happened.delivered(session, clock.instant());
      Envelope third = Happened.verified(session, clock.instant());
      Envelope healthy = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      dispatcher.publish(second, third, healthy);
      await().atMost(LONG).until(() -> receiver.requests().size() == 2);
      clock.advance(Duration.ofSeconds(4));

      // Then
      await()
          .during(Duration.ofSeconds(1))
          .until(
              () -> ids(receiver), List.of(first.id().toString(), healthy.id().toString())::equals);

      // When
      awaitAll(dispatcher, List.of(first, second, third));

      // Then
      assertThat(other.count("select count(*) from deliveries where state = 'delivered'"))
          .isEqualTo(4);
      assertThat(ids(receiver).subList(2, 5))
          .containsExactly(first.id().toString(), second.id().toString(), third.id().toString());
    }
  }

  @Test
  void anEventThatFailedHoldsBackNothingOfAnAppThatWantsNoOrder() {
    try (Dispatcher dispatcher = Dispatcher.start(clock, Map.of());
        Dispatcher other = Dispatcher.join(dispatcher.infrastructure(), clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer.settings(clock.instant(), NO_ORDER));
      Session session = Happened.session(customer.id(), receiver.url("/"), clock.instant());
      Envelope first = Happened.sent(session, clock.instant());
      receiver.repliesBy(
          request -> Reply.of(request.id().equals(first.id().toString()) ? 503 : 200));
      dispatcher.publish(first);
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(attempts(dispatcher, first)).isEqualTo(1));

      // When
      Envelope second = Happened.delivered(session, clock.instant());
      Envelope third = Happened.verified(session, clock.instant());
      dispatcher.publish(second, third);

      // Then
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                assertThat(other.delivery(second.id()).state()).isEqualTo("delivered");
                assertThat(other.delivery(third.id()).state()).isEqualTo("delivered");
              });
      assertThat(dispatcher.delivery(first.id()).state()).isEqualTo("pending");

      // When
      receiver.replies(Reply.of(200));
      awaitAll(dispatcher, List.of(first));

      // Then
      assertThat(ids(receiver)).hasSize(4).endsWith(first.id().toString());
    }
  }

  @Test
  void anAppMayWantItsOrderBackForWhatFollows() {
    try (Dispatcher dispatcher = Dispatcher.start(clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer.settings(clock.instant(), NO_ORDER));
      receiver.replies(Reply.of(503));
      Session session = Happened.session(customer.id(), receiver.url("/"), clock.instant());
      Envelope unordered = Happened.sent(session, clock.instant());
      dispatcher.publish(unordered);
      await().atMost(LONG).until(() -> attempts(dispatcher, unordered) == 1);
      dispatcher.knows(customer.settings(clock.instant().plusMillis(1), CallbackPolicy.DEFAULT));

      // When
      Envelope second = Happened.delivered(session, clock.instant());
      dispatcher.publish(second);
      await().atMost(LONG).until(() -> attempts(dispatcher, second) == 1);
      Envelope third = Happened.verified(session, clock.instant());
      dispatcher.publish(third);
      await().atMost(LONG).until(() -> dispatcher.find(third.id()).isPresent());

      // Then
      assertThat(dispatcher.delivery(third.id()).leased()).isFalse();
      receiver.replies(Reply.of(200));
      awaitAll(dispatcher, List.of(unordered, second, third));
      List<String> told = ids(receiver);
      assertThat(told.indexOf(third.id().toString()))
          .isGreaterThan(told.lastIndexOf(second.id().toString()));
    }
  }

  @Test
  void noEventIsToldBeforeAnEarlierOneHoweverManyFail() {
    Map<String, String> often =
        Map.of("sandi.dispatcher.retry-schedule", String.join(",", Collections.nCopies(20, "5s")));
    try (Dispatcher dispatcher = Dispatcher.start(clock, often);
        Dispatcher other = Dispatcher.join(dispatcher.infrastructure(), clock, often);
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      Random random = new Random(7);
      receiver.repliesBy(request -> Reply.of(random.nextInt(4) == 0 ? 503 : 200));
      List<List<Envelope>> sessions =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> Happened.session(customer.id(), receiver.url("/" + i), clock.instant()))
              .map(
                  session ->
                      List.of(
                          Happened.sent(session, clock.instant()),
                          Happened.delivered(session, clock.instant()),
                          Happened.verified(session, clock.instant())))
              .toList();

      // When
      for (int event = 0; event < 3; event++) {
        int next = event;
        sessions.forEach(session -> dispatcher.publish(session.get(next)));
      }
      List<Envelope> all = new ArrayList<>();
      sessions.forEach(all::addAll);
      awaitAll(other, all);

      // Then
      Map<String, Integer> toldAt = new HashMap<>();
      List<Received> requests = receiver.requests();
      for (int i = 0; i < requests.size(); i++) {
        toldAt.put(requests.get(i).id(), i);
      }
      assertThat(sessions)
          .allSatisfy(
              session ->
                  assertThat(session)
                      .extracting(event -> toldAt.get(event.id().toString()))
                      .isSorted());
    }
  }

  /** Lets time pass until all are delivered. */
  private void awaitAll(Dispatcher dispatcher, List<Envelope> events) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              clock.advance(Duration.ofSeconds(3));
              assertThat(
                      dispatcher.count(
                          "select count(*) from deliveries where state = 'delivered'"
                              + " and event_id = any (?::uuid[])",
                          (Object)
                              events.stream()
                                  .map(event -> event.id().toString())
                                  .toArray(String[]::new)))
                  .isEqualTo(events.size());
            });
  }

  private static List<String> ids(Receiver receiver) {
    return receiver.requests().stream().map(Received::id).toList();
  }

  private static int attempts(Dispatcher dispatcher, Envelope event) {
    return dispatcher.find(event.id()).map(Dispatcher.Delivered::attempts).orElse(0);
  }
}
