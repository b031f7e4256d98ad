package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.processor.report.DeliveryFigures;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class GatewayFiguresTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sandi.processor.gateway",
          GATEWAY,
          "sandi.processor.submit-lease",
          "100m",
          "sandi.processor.reports.fewest-for-figures",
          "4");

  private Infrastructure own;
  private Processor processor;
  private SentMessages messages;

  @BeforeEach
  void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, PROPERTIES);
    messages = new SentMessages(processor);
  }

  @AfterEach
  void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aGatewayIsJudgedByCountryAndByAllThatItTook() {
    // Given: of four to Indonesia three arrive, one of them verified, and one to Singapore does not
    List<OtpRequested> sent = sent("6281", 4);
    deliver(sent.subList(0, 3));
    OtpRequested verified = sent.get(0);
    processor.verify(verified.msisdn(), "abc123");
    messages.awaitTold(verified, OtpSent.class, OtpDelivered.class, OtpVerified.class);
    OtpRequested lost = sent("6591", 1).get(0);
    messages.undelivered(lost.sessionId().toString());
    messages.awaitTold(lost, OtpSent.class, OtpUndelivered.class);

    // When
    Processor.CLOCK.advance(Duration.ofMinutes(2));

    // Then
    DeliveryFigures figures = processor.bean(DeliveryFigures.class);
    awaitFigure(() -> figures.deliveryRate(GATEWAY, "ID"), 0.75);
    assertThat(figures.conversion(GATEWAY, "ID")).hasValue(0.25);
    assertThat(figures.deliveryRate(GATEWAY, DeliveryFigures.EVERYWHERE)).hasValue(0.6);
    assertThat(figures.deliveryRate(GATEWAY, "SG")).as("too few").isEmpty();
    assertThat(figures.deliveryRate("other", "ID")).isEmpty();
    try (Processor copy = Processor.start(own, PROPERTIES)) {
      DeliveryFigures there = copy.bean(DeliveryFigures.class);
      awaitFigure(() -> there.deliveryRate(GATEWAY, "ID"), 0.75);
    }
  }

  @Test
  void whatBecomesOfMessagesLaterCountsUntilTheyAreOld() {
    // Given
    List<OtpRequested> sent = sent("6281", 4);
    DeliveryFigures figures = processor.bean(DeliveryFigures.class);
    Processor.CLOCK.advance(Duration.ofMinutes(2));
    awaitFigure(() -> figures.conversion(GATEWAY, "ID"), 0);
    assertThat(figures.deliveryRate(GATEWAY, "ID")).as("it reports nothing").isEmpty();

    // When
    deliver(sent.subList(0, 2));
    Processor.CLOCK.advance(Duration.ofMinutes(3));

    // Then
    awaitFigure(() -> figures.deliveryRate(GATEWAY, "ID"), 0.5);
    Processor.CLOCK.advance(Duration.ofMinutes(62));
    await().until(() -> figures.deliveryRate(GATEWAY, "ID").isEmpty());
  }

  private List<OtpRequested> sent(String prefix, int count) {
    List<OtpRequested> sent = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      // Far apart, so that no check takes them for a walk.
      PhoneNumber msisdn = PhoneNumber.of(prefix + (2_000_000 + 1_234_567 * n));
      OtpRequested request = Requests.withCode(msisdn, "abc123");
      sent.add(messages.sent(request, request.sessionId().toString()));
    }
    return sent;
  }

  private void deliver(List<OtpRequested> sent) {
    for (OtpRequested request : sent) {
      messages.delivered(request.sessionId().toString());
      messages.awaitTold(request, OtpSent.class, OtpDelivered.class);
    }
  }

  private static void awaitFigure(java.util.concurrent.Callable<OptionalDouble> figure, double is) {
    await().untilAsserted(() -> assertThat(figure.call()).hasValue(is));
  }
}
