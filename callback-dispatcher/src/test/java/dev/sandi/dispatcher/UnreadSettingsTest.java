package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings that a copy could not read yet are not settings that are missing. */
@RequiresInfrastructure
class UnreadSettingsTest {

  private final SettableClock clock = new SettableClock(Instant.now());

  @Test
  void aCallbackWaitsForThemAndNoAttemptIsUsedUp() throws Exception {
    Infrastructure infrastructure = Infrastructure.shared();
    Customer customer = Customer.random();
    try (Receiver receiver = Receiver.start()) {
      // Given
      Envelope envelope = Happened.sent(customer.id(), receiver.url("/"), clock.instant());
      try (Dispatcher first = Dispatcher.start(clock, Map.of())) {
        first.knows(customer);
        receiver.replies(Reply.of(500));
        first.publish(envelope);
        await().until(() -> first.find(envelope.id()).filter(d -> d.attempts() == 1).isPresent());
      }
      execute(infrastructure, "alter table dispatcher.apps rename to apps_away");

      // When
      try (Dispatcher second = Dispatcher.join(infrastructure, clock, Map.of())) {
        receiver.replies(Reply.of(204));
        clock.advance(Duration.ofHours(2));

        // Then
        await()
            .during(Duration.ofSeconds(2))
            .until(() -> second.delivery(envelope.id()).attempts() == 1);

        // When
        execute(infrastructure, "alter table dispatcher.apps_away rename to apps");

        // Then
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  clock.advance(Duration.ofMillis(100));
                  return second.delivery(envelope.id()).state().equals("delivered");
                });
        assertThat(second.delivery(envelope.id()).attempts()).isEqualTo(2);
        assertThat(receiver.requests()).hasSize(2);
      }
    }
  }

  private static void execute(Infrastructure infrastructure, String sql) throws SQLException {
    try (var connection = infrastructure.database().superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
