package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.Past;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class CallbackHealthTest {

  @Test
  void tellsWhichEndpointsAreShutAndSinceWhenTheOldestCallbackIsDue() {
    try (Dispatcher dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of())) {
      // Given
      Customer customer = Customer.random();
      Customer other = Customer.random();
      Instant now = Instant.now();
      Past.deliveries(dispatcher, customer, "https://a.example/x", "delivered", 3, now);
      Past.deliveries(dispatcher, customer, "https://b.example/x", "exhausted", 1, now);
      dispatcher.jdbc().update("update endpoints set gate = 'gone' where origin like '%b.example'");
      dispatcher
          .jdbc()
          .update("update endpoints set gate = 'paused' where origin like '%a.example'");
      Past.deliveries(dispatcher, other, "https://c.example/x", "delivered", 1, now);

      // When
      JsonNode before = health(dispatcher, customer);
      Past.deliveries(dispatcher, customer, "https://a.example/x", "pending", 2, now);
      JsonNode after = health(dispatcher, customer);

      // Then
      assertThat(before.get("oldest_due_seconds").asInt()).isZero();
      assertThat(after.get("oldest_due_seconds").asInt()).isBetween(3600, 3700);
      assertThat(after.at("/endpoints/paused").asInt()).isEqualTo(1);
      assertThat(after.at("/endpoints/gone").asInt()).isEqualTo(1);
      assertThat(after.at("/endpoints/open").asInt()).isZero();
      assertThat(after.get("shut").toString()).contains("b.example", "a.example");
      assertThat(health(dispatcher, other).at("/endpoints/open").asInt()).isEqualTo(1);
      assertThat(health(dispatcher, other).get("shut")).isEmpty();
    }
  }

  private static JsonNode health(Dispatcher dispatcher, Customer customer) {
    return InternalApi.of(dispatcher)
        .get("/apps/%s/endpoints/health".formatted(customer.id()))
        .json();
  }
}
