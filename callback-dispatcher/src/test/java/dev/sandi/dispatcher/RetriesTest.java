package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.CallbackEvent;
import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.CallbackFailed;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import dev.sandi.event.Topics;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetriesTest {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(30);

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private Dispatcher dispatcher;
  private Customer customer;

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(clock, Map.of("sandi.dispatcher.retry-schedule", "5s,30s"));
    customer = Customer.random();
    dispatcher.knows(customer);
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @Test
  void repeatsAFailedCallbackBySchedule() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(500));
      Envelope sent = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      Instant start = clock.instant();

      // When
      dispatcher.publish(sent);
      awaitAttempts(sent, 1);
      assertNotYet(sent, receiver, FIRST);
      awaitAttempts(sent, 2);
      assertNotYet(sent, receiver, SECOND);
      awaitAttempts(sent, 3);

      // Then
      List<Received> requests = receiver.requests();
      assertThat(requests).extracting(Received::id).containsOnly(sent.id().toString());
      assertThat(requests).extracting(Received::body).containsOnly(requests.get(0).body());
      assertThat(requests.get(1).timestamp() - start.getEpochSecond()).isBetween(5L, 7L);
      assertThat(requests.get(2).timestamp() - requests.get(1).timestamp()).isBetween(30L, 37L);
      assertThat(requests).allMatch(customer::signed);
      assertThat(dispatcher.delivery(sent.id()).state()).isEqualTo("exhausted");
      await().untilAsserted(() -> assertThat(told(sent)).hasSize(3));
      assertThat(told(sent))
          .extracting(event -> event.getClass().getSimpleName() + event.attempt())
          .containsExactly("CallbackFailed1", "CallbackFailed2", "CallbackExhausted3");
      assertThat(told(sent).get(0))
          .isInstanceOfSatisfying(
              CallbackFailed.class,
              failed -> {
                assertThat(failed.error()).isEqualTo("refused");
                assertThat(failed.httpStatus()).isEqualTo(500);
                assertThat(failed.nextAttemptAt()).isAfterOrEqualTo(start.plus(FIRST));
              });
      assertThat(attempts(sent)).isEqualTo(3);
    }
  }

  @Test
  void endsWithTheFirstSuccess() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(503));
      Envelope sent = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      dispatcher.publish(sent);
      awaitAttempts(sent, 1);
      receiver.replies(Reply.of(204));

      // When
      clock.advance(FIRST.multipliedBy(2));
      awaitAttempts(sent, 2);

      // Then
      assertThat(dispatcher.delivery(sent.id()).state()).isEqualTo("delivered");
      assertThat(receiver.requests()).hasSize(2);
    }
  }

  @Test
  void neverComesBackEarlierThanAsked() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(429).with("Retry-After", "600"));
      Envelope sent = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      dispatcher.publish(sent);
      awaitAttempts(sent, 1);

      // When
      assertNotYet(sent, receiver, Duration.ofMinutes(10));
      awaitAttempts(sent, 2);

      // Then
      assertThat(receiver.requests().get(1).timestamp() - receiver.requests().get(0).timestamp())
          .isBetween(600L, 721L);
    }
  }

  @Test
  void endsWhenTheReceiverIsGone() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(410));
      Envelope sent = Happened.sent(customer.id(), receiver.url("/"), clock.instant());

      // When
      dispatcher.publish(sent);
      awaitAttempts(sent, 1);

      // Then
      await().untilAsserted(() -> assertThat(told(sent)).hasSize(1));
      assertThat(told(sent).get(0))
          .isInstanceOfSatisfying(
              CallbackExhausted.class,
              event -> {
                assertThat(event.error()).isEqualTo("gone");
                assertThat(event.reason()).isEqualTo("gone");
              });
    }
  }

  @Test
  void endsWhenItWouldBeTooOldAtItsNextAttempt() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      receiver.replies(Reply.of(503).with("Retry-After", "7200"));
      Session session = Happened.session(customer.id(), receiver.url("/"), clock.instant());
      Envelope sent = Happened.sent(session, clock.instant());
      Envelope verified =
          Happened.envelope(new OtpVerified(session, clock.instant()), clock.instant());

      // When
      dispatcher.publish(sent, verified);
      awaitAttempts(sent, 1);
      awaitAttempts(verified, 1);

      // Then
      assertThat(dispatcher.delivery(sent.id()).state()).isEqualTo("exhausted");
      assertThat(dispatcher.delivery(verified.id()).state()).isEqualTo("pending");
      await().untilAsserted(() -> assertThat(told(sent)).hasSize(2));
      assertThat(told(sent))
          .filteredOn(CallbackExhausted.class::isInstance)
          .singleElement()
          .isInstanceOfSatisfying(
              CallbackExhausted.class,
              event -> {
                assertThat(event.reason()).isEqualTo("expired");
                assertThat(event.error()).isEqualTo("refused");
                assertThat(event.deliveryId()).isEqualTo(sent.id());
              });
    }
  }

  @Test
  void endsWithinItsScheduleWhenSettingsNeverCome() {
    try (Receiver receiver = Receiver.start()) {
      // Given
      Envelope sent = Happened.sent(Customer.random().id(), receiver.url("/"), clock.instant());
      dispatcher.publish(sent);
      await().until(() -> dispatcher.find(sent.id()).filter(d -> !d.leased()).isPresent());

      // When
      for (int attempt = 1; attempt <= 3; attempt++) {
        clock.advance(Duration.ofMinutes(2));
        awaitAttempts(sent, attempt);
      }

      // Then
      assertThat(dispatcher.delivery(sent.id()).state()).isEqualTo("exhausted");
      assertThat(dispatcher.delivery(sent.id()).lastError()).isEqualTo("no_signing_key");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  /** One millisecond before the pause is over, what is due by then has run, and this has not. */
  private void assertNotYet(Envelope delivery, Receiver receiver, Duration pause) {
    int before = receiver.requests().size();
    clock.advance(pause.minusMillis(1));
    try (Receiver other = Receiver.start()) {
      Envelope marker = Happened.sent(customer.id(), other.url("/"), clock.instant());
      dispatcher.publish(marker);
      awaitAttempts(marker, 1);
    }
    assertThat(dispatcher.delivery(delivery.id()).leased()).isFalse();
    assertThat(receiver.requests()).hasSize(before);
    clock.advance(pause.dividedBy(5).plusSeconds(1));
  }

  private void awaitAttempts(Envelope delivery, int count) {
    await()
        .untilAsserted(
            () ->
                assertThat(dispatcher.find(delivery.id()))
                    .hasValueSatisfying(row -> assertThat(row.attempts()).isEqualTo(count)));
  }

  private int attempts(Envelope delivery) {
    return dispatcher.count(
        "select count(*) from recorded_attempts where delivery_id = ?", delivery.id());
  }

  private List<CallbackEvent> told(Envelope about) {
    return dispatcher.told(Topics.CALLBACK_LIFECYCLE, about.event().key()).stream()
        .map(envelope -> (CallbackEvent) envelope.event())
        .toList();
  }
}
