package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.journey.WebhookReceiver.ReceivedCallback;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresInfrastructure
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RestartTest {

  private static final int MESSAGES = 200;

  @Test
  void whatWasAcceptedBeforeAStopIsSentOnceAndToldAfterTheNextStart() {
    try (Infrastructure own = Infrastructure.isolated();
        WebhookReceiver receiver = new WebhookReceiver()) {
      // Given: requests that were accepted and not sent when everything stops
      List<String> sessions = new ArrayList<>();
      List<String> numbers = new ArrayList<>();
      try (Pipeline first = Pipeline.start(own)) {
        Customer demo = first.customer("demo", "demo-key");
        first.stopProcessor();
        for (int n = 0; n < MESSAGES; n++) {
          String msisdn = Customer.freshNumber();
          numbers.add(msisdn);
          sessions.add(
              demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url()))
                  .text("session_id"));
        }
      }

      // When
      try (Pipeline second = Pipeline.start(own)) {
        Customer demo = second.customer("demo", "demo-key");

        // Then
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(sessions)
                        .allSatisfy(
                            session ->
                                assertThat(receiver.of(session))
                                    .extracting(ReceivedCallback::type)
                                    .contains("otp.sent")));
        assertThat(numbers).allSatisfy(msisdn -> assertThat(demo.inbox(msisdn)).hasSize(1));
        assertThat(demo.verify(numbers.get(0), demo.code(numbers.get(0))).status()).isEqualTo(200);
      }
    }
  }
}
