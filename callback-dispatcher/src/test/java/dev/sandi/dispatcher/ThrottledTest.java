package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class ThrottledTest {

  private static final int EVENTS = 300;

  private final SettableClock clock = new SettableClock(Instant.now());

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 504})
  void anEndpointThatAsksForLessGetsLessAndAnotherWhatItHad(int status) {
    try (Dispatcher dispatcher = Dispatcher.start(clock, Map.of());
        Receiver throttling = Receiver.start();
        Receiver healthy = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      throttling.replies(Reply.of(status));

      // When
      dispatcher.publish(events(customer, throttling));
      dispatcher.publish(events(customer, healthy));
      await().atMost(Duration.ofSeconds(10)).until(() -> healthy.requests().size() == EVENTS);

      // Then
      assertThat(throttling.requests()).hasSizeBetween(1, EVENTS / 3);
      assertThat(
              dispatcher
                  .service()
                  .bean(MeterRegistry.class)
                  .get("sandi.dispatcher.slowed")
                  .gauge()
                  .value())
          .isEqualTo(1);
    }
  }

  @Test
  void noEndpointGetsMoreThanTheRateThatIsSet() {
    Map<String, String> twenty = Map.of("sandi.dispatcher.policy.rate-per-endpoint", "20");
    try (Dispatcher dispatcher = Dispatcher.start(clock, twenty);
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      long start = System.nanoTime();

      // When
      dispatcher.publish(events(customer, receiver));
      await().atMost(Duration.ofSeconds(10)).until(() -> receiver.requests().size() >= 40);

      // Then
      int requests = receiver.requests().size();
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(requests).isLessThanOrEqualTo((int) (2 + 20 * seconds));
    }
  }

  @Test
  void whatWaitsForItsPaceIsSeenAsLate() {
    Map<String, String> slow =
        Map.of(
            "sandi.dispatcher.policy.rate-per-endpoint",
            "1",
            "sandi.dispatcher.poll-interval",
            "50ms");
    try (Dispatcher dispatcher = Dispatcher.start(clock, slow);
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      dispatcher.publish(events(customer, receiver));
      await().until(() -> !receiver.requests().isEmpty());

      // When: less than would have a copy give them back
      clock.advance(Duration.ofSeconds(20));

      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          dispatcher
                              .service()
                              .bean(MeterRegistry.class)
                              .get("sandi.dispatcher.oldest.due")
                              .tag("endpoints", "open")
                              .gauge()
                              .value())
                      .isBetween(20.0, 25.0));
    }
  }

  private Envelope[] events(Customer customer, Receiver receiver) {
    return IntStream.range(0, EVENTS)
        .mapToObj(i -> Happened.sent(customer.id(), receiver.url("/"), clock.instant()))
        .toArray(Envelope[]::new);
  }
}
