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
import dev.sandi.event.ErasureDone;
import dev.sandi.event.ErasureRequested;
import dev.sandi.event.Session;
import dev.sandi.event.Topics;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Callbacks are attempted again after ten minutes. */
@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasingNumbersTest {

  private static final String NUMBER = Happened.NUMBER.digits();
  private static final Duration UNTIL_NOTHING_IS_UNDER_WAY = Duration.ofMinutes(2);

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private Dispatcher dispatcher;
  private Customer customer;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(clock, Map.of("sandi.dispatcher.retry-schedule", "10m,10m"));
    customer = Customer.random();
    dispatcher.knows(customer);
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @Test
  void whatWaitsIsToldWithoutTheNumberAndNoTableHasItAnyMore() {
    try (Receiver receiver = Receiver.start()) {
      // Given: a server that repeats what it is told
      receiver.repliesBy(request -> new Reply(500, Map.of(), request.body()));
      Session session =
          Happened.session(customer.id(), receiver.url("/otp?to=" + NUMBER), clock.instant());
      Envelope sent = Happened.sent(session, clock.instant());
      dispatcher.publish(sent);
      await().until(() -> dispatcher.delivery(sent.id()).attempts() == 1);
      assertThat(rowsWithTheNumber(session)).isEqualTo(2);

      // When
      UUID erasure = erase(session);

      // Then
      await().until(() -> rowsWithTheNumber(session) == 0);
      assertThat(done(erasure)).isEmpty();

      // When
      clock.advance(UNTIL_NOTHING_IS_UNDER_WAY);

      // Then
      await().until(() -> !done(erasure).isEmpty());
      assertThat(done(erasure).get(0).rows()).isEqualTo(Map.of("deliveries", 1L, "attempts", 1L));

      // When
      receiver.replies(Reply.of(200));
      clock.advance(Duration.ofMinutes(10));

      // Then
      await().until(() -> dispatcher.delivery(sent.id()).state().equals("delivered"));
      Received last = receiver.requests().get(1);
      assertThat(last.path()).isEqualTo("/otp?to=0000");
      assertThat(last.body()).contains("\"msisdn\":\"0000\"").doesNotContain(NUMBER);
      assertThat(last.body()).contains(session.id().toString());
      assertThat(last.id()).isEqualTo(receiver.requests().get(0).id());
    }
  }

  @Test
  void anEventThatComesAfterTheErasureIsToldWithoutTheNumber() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Session session =
          Happened.session(customer.id(), receiver.url("/late?to=" + NUMBER), clock.instant());
      UUID erasure = erase(session);
      await()
          .until(
              () ->
                  dispatcher.count(
                          "select count(*) from erased_sessions where erasure_id = ?", erasure)
                      == 1);

      // When
      dispatcher.publish(Happened.sent(session, clock.instant()));

      // Then
      await().until(() -> !receiver.requests().isEmpty());
      assertThat(receiver.requests().get(0).path()).isEqualTo("/late?to=0000");
      assertThat(receiver.requests().get(0).body()).contains("\"msisdn\":\"0000\"");
      assertThat(rowsWithTheNumber(session)).isZero();
    }
  }

  @Test
  void otherSessionsOfTheSameNumberAreLeftAlone() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Session erased = Happened.session(customer.id(), receiver.url("/one"), clock.instant());
      Session other = Happened.session(customer.id(), receiver.url("/two"), clock.instant());
      dispatcher.publish(
          Happened.sent(erased, clock.instant()), Happened.sent(other, clock.instant()));
      await().until(() -> receiver.requests().size() == 2);

      // When
      erase(erased);
      await().until(() -> rowsWithTheNumber(erased) == 0);

      // Then
      assertThat(rowsWithTheNumber(other)).isEqualTo(1);
    }
  }

  private UUID erase(Session session) {
    UUID erasure = UuidV7.at(clock.instant());
    dispatcher.tell(new ErasureRequested(erasure, 1, List.of(session.id()), clock.instant()));
    return erasure;
  }

  /** Deliveries and attempts. */
  private int rowsWithTheNumber(Session session) {
    String has = "%" + NUMBER + "%";
    return dispatcher.count(
            "select count(*) from deliveries where session_id = ? and (url like ? or"
                + " convert_from(body, 'UTF8') like ?)",
            session.id().value(),
            has,
            has)
        + dispatcher.count(
            "select count(*) from recorded_attempts a join deliveries d on d.event_id ="
                + " a.delivery_id where session_id = ? and answer_head like ?",
            session.id().value(),
            has);
  }

  private List<ErasureDone> done(UUID erasure) {
    return dispatcher.told(Topics.ERASURES, erasure.toString()).stream()
        .map(Envelope::event)
        .filter(ErasureDone.class::isInstance)
        .map(ErasureDone.class::cast)
        .toList();
  }
}
