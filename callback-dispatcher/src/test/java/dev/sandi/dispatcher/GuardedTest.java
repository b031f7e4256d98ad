package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.event.Envelope;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class GuardedTest {

  @Test
  void connectsToNoMachineOfItsOwnUnlessItRunsLocally() {
    try (Dispatcher dispatcher = Dispatcher.startGuarded(Clock.systemUTC());
        RawServer server = RawServer.blackHole()) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      String name = "http://localhost:" + server.port() + "/";
      Envelope byName = Happened.sent(customer.id(), name, Instant.now());
      Envelope byAddress = Happened.sent(customer.id(), server.url("/"), Instant.now());

      // When
      dispatcher.publish(byName, byAddress);

      // Then
      await()
          .untilAsserted(
              () -> {
                assertForbidden(dispatcher, byName);
                assertForbidden(dispatcher, byAddress);
              });
      assertThat(server.connections()).isZero();
    }
  }

  private static void assertForbidden(Dispatcher dispatcher, Envelope envelope) {
    assertThat(dispatcher.find(envelope.id()))
        .hasValueSatisfying(
            delivery -> {
              assertThat(delivery.lastError()).isEqualTo("forbidden_address");
              assertThat(delivery.state()).isEqualTo("pending");
            });
  }
}
