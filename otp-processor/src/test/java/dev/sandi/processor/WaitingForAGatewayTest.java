package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code SANDI_GATEWAY} names a gateway that nobody has defined yet. */
@RequiresInfrastructure
class WaitingForAGatewayTest {

  private static final Map<String, String> PROPERTIES = Map.of("sandi.processor.gateway", "later");

  @Test
  void messagesWaitUntilItIsDefinedAndThoseWhoseTimeIsOverFail() {
    try (Infrastructure own = Infrastructure.isolated();
        Processor processor = Processor.start(own, PROPERTIES)) {
      // Given
      OtpRequested early = Requests.withLimit(Processor.freshNumber(), 30);
      OtpRequested patient = Requests.withLimit(Processor.freshNumber(), 600);
      processor.publish(early);
      processor.publish(patient);
      await()
          .until(
              () ->
                  processor
                          .bean(JdbcTemplate.class)
                          .queryForObject("select count(*) from submissions", Integer.class)
                      == 2);
      assertThat(health(processor).body()).contains("later");
      assertThat(health(processor).statusCode()).isEqualTo(503);
      assertThat(missing(processor)).isEqualTo(1);
      // It is there for verifications, and for whoever is to define the gateway.
      assertThat(processor.get("/actuator/health/readiness").statusCode()).isEqualTo(200);

      // When
      Processor.CLOCK.advance(Duration.ofSeconds(31));
      await().until(() -> !processor.told(early.sessionId()).isEmpty());
      processor.bean(Definitions.class).put(new GatewayDefinition("later", "peer", true, Map.of()));

      // Then
      await().until(() -> !processor.told(patient.sessionId()).isEmpty());
      assertThat(processor.told(early.sessionId()))
          .singleElement()
          .isInstanceOfSatisfying(
              OtpFailed.class,
              failed -> assertThat(failed.reason()).isEqualTo("expired_before_submit"));
      assertThat(processor.told(patient.sessionId()))
          .singleElement()
          .isInstanceOfSatisfying(
              OtpSent.class, sent -> assertThat(sent.gateway()).isEqualTo("later"));
      await().until(() -> health(processor).statusCode() == 200);
      assertThat(missing(processor)).isZero();
    }
  }

  private static HttpResponse<String> health(Processor processor) {
    return processor.get("/actuator/health");
  }

  private static double missing(Processor processor) {
    return processor
        .bean(MeterRegistry.class)
        .get("sandi.processor.gateways.missing")
        .gauge()
        .value();
  }
}
