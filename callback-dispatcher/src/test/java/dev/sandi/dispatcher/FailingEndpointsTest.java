package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.CallbackEndpointDisabled;
import dev.sandi.event.CallbackEndpointFailing;
import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Topics;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** On two copies, of which only one may tell. */
@RequiresInfrastructure
class FailingEndpointsTest {

  private static final Map<String, String> TWICE_A_DAY =
      Map.of("sandi.dispatcher.retry-schedule", "12h,12h,12h,12h,12h,12h,12h,12h,12h,12h,12h,12h");

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final SettableClock clock = new SettableClock(start);

  @Test
  void areDisabledAfterFiveDaysWithNoticesAndLoseNothing() throws Exception {
    try (Dispatcher dispatcher = Dispatcher.start(clock, TWICE_A_DAY);
        Dispatcher other = Dispatcher.join(dispatcher.infrastructure(), clock, TWICE_A_DAY);
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      receiver.replies(Reply.of(500));
      Envelope first = verified(customer, receiver);
      // Of the day of the first: days are made ahead, but not as fast as this clock runs.
      Envelope second = verified(customer, receiver);
      dispatcher.publish(first);
      awaitAttempts(other, first, 1);

      // When
      for (int attempt = 2; attempt <= 10; attempt++) {
        clock.advance(Duration.ofMinutes(14 * 60 + 30));
        awaitAttempts(other, first, attempt);
      }

      // Then
      await().untilAsserted(() -> assertThat(notices(dispatcher, customer)).hasSize(4));
      assertThat(notices(dispatcher, customer).subList(0, 3))
          .extracting(event -> ((CallbackEndpointFailing) event).percent())
          .containsExactly(50, 70, 90);
      assertThat(notices(dispatcher, customer).get(3))
          .isInstanceOfSatisfying(
              CallbackEndpointDisabled.class,
              event -> {
                assertThat(event.origin()).isEqualTo(receiver.url(""));
                assertThat(event.failingSince()).isEqualTo(start);
                assertThat(event.disabledAt()).isAfter(start.plus(Duration.ofDays(5)));
              });

      // When
      await().until(() -> isDisabledFor(dispatcher) && isDisabledFor(other));
      dispatcher.publish(second);
      await().until(() -> dispatcher.find(second.id()).isPresent());
      clock.advance(Duration.ofDays(2));

      // Then
      await().during(Duration.ofSeconds(1)).until(() -> receiver.requests().size() == 10);
      assertThat(dispatcher.delivery(second.id()).leased()).isFalse();

      // When
      receiver.replies(Reply.of(204));
      open(dispatcher, customer, receiver);

      // Then
      await()
          .untilAsserted(
              () -> {
                assertThat(dispatcher.delivery(first.id()).state()).isEqualTo("delivered");
                assertThat(dispatcher.delivery(second.id()).state()).isEqualTo("delivered");
              });
      assertThat(notices(dispatcher, customer)).hasSize(4);
    }
  }

  @Test
  void areNotDisabledByTwoFailuresFiveDaysApart() {
    Map<String, String> once = Map.of("sandi.dispatcher.retry-schedule", "121h");
    try (Dispatcher dispatcher = Dispatcher.start(clock, once);
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      receiver.replies(Reply.of(500));
      Envelope event = verified(customer, receiver);
      dispatcher.publish(event);
      awaitAttempts(dispatcher, event, 1);

      // When
      clock.advance(Duration.ofHours(146));
      awaitAttempts(dispatcher, event, 2);

      // Then
      assertThat(
              dispatcher
                  .jdbc()
                  .queryForMap(
                      "select gate, failing_ms, notices from endpoints where origin = ?",
                      receiver.url("")))
          .containsEntry("gate", "open")
          .containsEntry("notices", 0)
          .extractingByKey("failing_ms", as(InstanceOfAssertFactories.LONG))
          .isBetween(Duration.ofHours(24).toMillis(), Duration.ofHours(25).toMillis());
      assertThat(notices(dispatcher, customer)).isEmpty();
    }
  }

  private Envelope verified(Customer customer, Receiver receiver) {
    Instant now = clock.instant();
    return Happened.envelope(
        new OtpVerified(Happened.session(customer.id(), receiver.url("/"), now), now), now);
  }

  private static boolean isDisabledFor(Dispatcher copy) {
    return copy.service()
            .bean(MeterRegistry.class)
            .get("sandi.dispatcher.endpoints")
            .tag("state", "disabled")
            .gauge()
            .value()
        == 1;
  }

  private static void awaitAttempts(Dispatcher dispatcher, Envelope event, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(dispatcher.find(event.id()))
                    .hasValueSatisfying(row -> assertThat(row.attempts()).isEqualTo(count)));
  }

  private static List<Event> notices(Dispatcher dispatcher, Customer customer) {
    return dispatcher.told(Topics.CALLBACK_LIFECYCLE, customer.id().value()).stream()
        .map(Envelope::event)
        .toList();
  }

  private static void open(Dispatcher dispatcher, Customer customer, Receiver receiver)
      throws IOException, InterruptedException {
    int id = dispatcher.count("select id from endpoints where origin = ?", receiver.url(""));
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        dispatcher
                            .service()
                            .uri(
                                "/internal/v1/apps/%s/endpoints/%d/open"
                                    .formatted(customer.id(), id)))
                    .header("Authorization", "Bearer " + RunningService.INTERNAL_TOKEN)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
