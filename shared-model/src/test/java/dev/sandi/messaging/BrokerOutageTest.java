package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.storage.TestSchema;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class BrokerOutageTest {

  @Test
  void eventsWaitForTheBrokerWithoutABusyLoop() {
    try (var infrastructure = Infrastructure.isolated();
        var schema = new TestSchema().withOutbox()) {
      var broker = infrastructure.broker();
      new TestTopics(broker).withEvents();
      try (var copy = new ServiceCopy(schema, broker, Duration.ofSeconds(1)).started()) {
        // Given
        List<Envelope> events = new ArrayList<>(List.of(TestEvents.verified()));
        copy.tell(events.get(0));
        await().until(() -> schema.count("outbox") == 0);
        broker.stop();

        // When: events are told for as long as a relay's attempt takes, and some more
        int before = copy.rounds.get();
        await()
            .pollInterval(Duration.ofMillis(100))
            .during(Duration.ofSeconds(6))
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () -> {
                  events.add(TestEvents.verified());
                  copy.tell(events.get(events.size() - 1));
                  assertThat(schema.count("outbox")).isEqualTo(events.size() - 1);
                });
        int attempts = copy.rounds.get() - before;
        broker.start();

        // Then
        assertThat(attempts).isBetween(1, 12);
        await().atMost(Duration.ofSeconds(40)).until(() -> schema.count("outbox") == 0);
        assertThat(broker.read(Topics.OTP_LIFECYCLE).stream().map(TestEvents::id).distinct())
            .containsExactlyInAnyOrderElementsOf(events.stream().map(Envelope::id).toList());
      }
    }
  }
}
