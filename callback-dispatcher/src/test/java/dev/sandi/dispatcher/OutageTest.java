package dev.sandi.dispatcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.RawServer;
import dev.sandi.dispatcher.testing.Received;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class OutageTest {

  @Test
  void startsWhileTheBrokerIsAwayAndGoesOnWhenItIsBack() {
    try (Infrastructure infrastructure = Infrastructure.isolated();
        Receiver receiver = Receiver.start()) {
      // Given
      infrastructure.broker().stop();

      // When
      try (Dispatcher dispatcher = Dispatcher.join(infrastructure, Clock.systemUTC(), Map.of())) {
        infrastructure.broker().start();
        Customer customer = Customer.random();
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .until(
                () -> {
                  infrastructure.broker().read(Topics.APPS);
                  return true;
                });
        dispatcher.knows(customer);
        dispatcher.publish(Happened.sent(customer.id(), receiver.url("/"), Instant.now()));

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> receiver.requests().size() == 1);
      }
    }
  }

  private static int probe(Dispatcher dispatcher, String name) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(dispatcher.service().uri("/actuator/health/" + name)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void losesNothingWhileTheDatabaseIsAway() throws Exception {
    CountDownLatch databaseIsAway = new CountDownLatch(1);
    try (Infrastructure infrastructure = Infrastructure.isolated();
        Dispatcher dispatcher = Dispatcher.join(infrastructure, Clock.systemUTC(), Map.of());
        Receiver receiver = Receiver.start();
        RawServer slow =
            RawServer.start(
                out -> {
                  databaseIsAway.await();
                  out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
                })) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      Envelope before = Happened.sent(customer.id(), slow.url("/"), Instant.now());
      Envelope during = Happened.sent(customer.id(), receiver.url("/"), Instant.now());
      dispatcher.publish(before);
      await().until(() -> slow.connections() == 1);

      // When
      infrastructure.database().stop();
      databaseIsAway.countDown();
      dispatcher.publish(during);
      assertThat(probe(dispatcher, "liveness")).isEqualTo(200);
      infrastructure.database().start();

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(dispatcher.delivery(before.id()).state()).isEqualTo("delivered");
                assertThat(dispatcher.delivery(during.id()).state()).isEqualTo("delivered");
              });
      assertThat(slow.connections()).isEqualTo(1);
      assertThat(receiver.requests())
          .extracting(Received::id)
          .containsExactly(during.id().toString());
      await()
          .untilAsserted(
              () ->
                  assertThat(dispatcher.told(Topics.CALLBACK_LIFECYCLE, before.event().key()))
                      .hasSize(1));
    }
  }
}
