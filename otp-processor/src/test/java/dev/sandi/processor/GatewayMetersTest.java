package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted of gateways, whatever their kind. */
@RequiresInfrastructure
class GatewayMetersTest {

  private static final String GATEWAY = "metered";

  @Test
  void breakersWaitingMessagesAndReportsAreCountedByGateway() {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, Map.of("sandi.processor.gateway", GATEWAY))) {
      // Given
      processor.bean(Definitions.class).put(new GatewayDefinition(GATEWAY, "peer", true, Map.of()));
      List<OtpRequested> sent = List.of(publish(processor), publish(processor));
      sent.forEach(request -> await().until(() -> processor.told(request.sessionId()).size() == 1));

      // When
      processor.bean(Peers.class).peer(GATEWAY).now(Manner.FULL);
      publish(processor);
      processor
          .bean(TakesReports.class)
          .take(
              List.of(
                  GatewayReport.delivered(GATEWAY, sent.get(0).sessionId().toString()),
                  GatewayReport.delivered(GATEWAY, sent.get(0).sessionId().toString()),
                  GatewayReport.undelivered(
                      GATEWAY, sent.get(1).sessionId().toString(), "absent_subscriber", null)));

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(MeterNotFoundException.class)
          .untilAsserted(
              () -> {
                assertThat(gauge(processor, "waiting")).isEqualTo(1);
                assertThat(gauge(processor, "breaker", "state", "closed")).isEqualTo(1);
                assertThat(reports(processor, "delivered")).isEqualTo(1);
                assertThat(reports(processor, "undelivered")).isEqualTo(1);
              });
    }
  }

  private static OtpRequested publish(Processor processor) {
    OtpRequested request = Requests.to(Processor.freshNumber());
    processor.publish(request);
    return request;
  }

  private static double gauge(Processor processor, String meter, String... tags) {
    return processor
        .bean(MeterRegistry.class)
        .get("sandi.processor.gateways." + meter)
        .tag("gateway", GATEWAY)
        .tags(tags)
        .gauge()
        .value();
  }

  private static double reports(Processor processor, String state) {
    return processor
        .bean(MeterRegistry.class)
        .counter("sandi.processor.gateways.reports", "gateway", GATEWAY, "state", state)
        .count();
  }
}
