package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.Past;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With 100,000 callbacks that wait for an endpoint which was disabled. */
@RequiresInfrastructure
class OpeningAnEndpointTest {

  private static final int WAITING = 100_000;

  @Test
  void bringsBackAllThatWaitsByOneCallAndKeepsNobodyElseWaiting() {
    try (Dispatcher dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
        Receiver disabled = Receiver.start();
        Receiver healthy = Receiver.start()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      Past.deliveries(dispatcher, customer, disabled.url("/"), "exhausted", 1, Instant.now());
      dispatcher.jdbc().update("update endpoints set gate = 'disabled'");
      Past.deliveries(dispatcher, customer, disabled.url("/"), "pending", WAITING, Instant.now());
      InternalApi api = InternalApi.of(dispatcher);

      // Then
      assertThat(secondsUntilCalled(dispatcher, customer, healthy)).isLessThan(3);
      assertThat(disabled.requests()).isEmpty();

      // When
      String origin = disabled.url("");
      int endpoint = dispatcher.count("select id from endpoints where origin = ?", origin);
      Instant asked = Instant.now();
      api.post("/apps/%s/endpoints/%d/open".formatted(customer.id(), endpoint), "");

      // Then
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
      await().atMost(Duration.ofSeconds(30)).until(() -> disabled.requests().size() >= 1000);
      assertThat(secondsUntilCalled(dispatcher, customer, healthy)).isLessThan(3);
      assertThat(dispatcher.count("select count(*) from deliveries where lease_until is not null"))
          .isLessThan(1000);
      assertThat(
              dispatcher.count(
                  "select count(*) from deliveries where state = 'pending' or state = 'delivered'"))
          .isGreaterThanOrEqualTo(WAITING);
    }
  }

  private static double secondsUntilCalled(
      Dispatcher dispatcher, Customer customer, Receiver receiver) {
    int before = receiver.requests().size();
    Instant start = Instant.now();
    dispatcher.publish(Happened.sent(customer.id(), receiver.url("/"), start));
    await().atMost(Duration.ofSeconds(10)).until(() -> receiver.requests().size() > before);
    return Duration.between(start, Instant.now()).toMillis() / 1000.0;
  }
}
