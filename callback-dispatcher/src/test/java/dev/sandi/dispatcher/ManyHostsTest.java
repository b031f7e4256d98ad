package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.event.Envelope;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An app that names a new host for each message, none of which answers. */
@RequiresInfrastructure
class ManyHostsTest {

  @Test
  void takeNoSlotThatTheCallbackOfAnotherAppNeeds() {
    List<RawServer> silent = Stream.generate(RawServer::blackHole).limit(20).toList();
    try (Dispatcher dispatcher =
            Dispatcher.start(Clock.systemUTC(), Map.of("sandi.dispatcher.concurrency", "16"));
        Receiver receiver = Receiver.start()) {
      // Given
      Customer greedy = Customer.random();
      Customer modest = Customer.random();
      dispatcher.knows(greedy);
      dispatcher.knows(modest);
      dispatcher.publish(
          silent.stream()
              .map(server -> Happened.sent(greedy.id(), server.url("/"), Instant.now()))
              .toArray(Envelope[]::new));
      await().until(() -> called(silent) >= 10);

      // When
      dispatcher.publish(Happened.sent(modest.id(), receiver.url("/"), Instant.now()));

      // Then: long before an attempt at a silent one ends
      await().atMost(Duration.ofSeconds(5)).until(() -> receiver.requests().size() == 1);
      assertThat(called(silent)).isLessThan(16);
    } finally {
      silent.forEach(RawServer::close);
    }
  }

  private static long called(List<RawServer> servers) {
    return servers.stream().filter(server -> server.connections() > 0).count();
  }
}
