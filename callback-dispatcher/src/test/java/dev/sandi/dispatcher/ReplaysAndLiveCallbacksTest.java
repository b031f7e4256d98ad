package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.InternalApi;
import dev.sandi.dispatcher.testing.Past;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** At an endpoint that takes one callback at a time, in a tenth of a second. */
@RequiresInfrastructure
class ReplaysAndLiveCallbacksTest {

  private static final Map<String, String> ONE_SLOT =
      Map.of("sandi.dispatcher.concurrency-per-endpoint", "1");

  @Test
  void areToldBeforeWhatIsReplayedInBulk() {
    try (Dispatcher dispatcher = Dispatcher.start(Clock.systemUTC(), ONE_SLOT);
        Receiver receiver = Receiver.start()) {
      // Given
      receiver.repliesBy(ReplaysAndLiveCallbacksTest::slowly);
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      Past.deliveries(dispatcher, customer, receiver.url("/"), "exhausted", 400, Instant.now());
      InternalApi api = InternalApi.of(dispatcher);
      api.post("/replays", "{\"filter\":{\"app\":\"%s\"},\"rate\":1000}".formatted(customer.id()));
      await().atMost(Duration.ofSeconds(20)).until(() -> receiver.requests().size() > 2);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  dispatcher.count("select count(*) from deliveries where state = 'exhausted'")
                      == 0);

      // When
      List<Envelope> live =
          IntStream.range(0, 10)
              .mapToObj(i -> Happened.sent(customer.id(), receiver.url("/"), Instant.now()))
              .toList();
      int before = receiver.requests().size();
      dispatcher.publish(live.toArray(Envelope[]::new));

      // Then
      List<String> ids = live.stream().map(event -> event.id().toString()).toList();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> receiver.requests().stream().map(Received::id).toList().containsAll(ids));
      List<String> order = receiver.requests().stream().map(Received::id).toList();
      int last = ids.stream().mapToInt(order::indexOf).max().orElseThrow();
      // Those that were under way, came by while the events came, and each probe of the claim.
      assertThat(last - before).isLessThan(10 + 10);
      assertThat(dispatcher.count("select count(*) from deliveries where state = 'pending'"))
          .isGreaterThan(300);
    }
  }

  private static Reply slowly(Received request) {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Reply.of(200);
  }
}
