package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.Past;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class ReplayRateTest {

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));

  @Test
  void isThatOfAllCopiesTogetherAndNothingIsSavedUp() {
    try (Dispatcher one = Dispatcher.start(clock, Map.of());
        Dispatcher two = Dispatcher.join(one.infrastructure(), clock, Map.of());
        Receiver receiver = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      one.knows(customer);
      Past.deliveries(one, customer, receiver.url("/"), "exhausted", 100, clock.instant());

      // When
      InternalApi.of(two)
          .post("/replays", "{\"filter\":{\"app\":\"%s\"},\"rate\":10}".formatted(customer.id()));

      // Then
      assertStaysAt(receiver, 0);

      // When
      clock.advance(Duration.ofMillis(500));

      // Then
      assertStaysAt(receiver, 5);

      // When
      clock.advance(Duration.ofHours(1));

      // Then
      assertStaysAt(receiver, 15);
    }
  }

  private static void assertStaysAt(Receiver receiver, int count) {
    await().untilAsserted(() -> assertThat(receiver.requests()).hasSize(count));
    await()
        .during(Duration.ofMillis(700))
        .atMost(Duration.ofSeconds(2))
        .until(() -> receiver.requests().size() == count);
  }
}
