package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class TracingIsOffTest {

  @Test
  void withoutAnEndpointThereIsNoTracerAndNothingIsExported() {
    try (Collector collector = new Collector();
        WebhookReceiver receiver = new WebhookReceiver()) {
      try (Pipeline pipeline =
          Pipeline.startWith(
              Infrastructure.shared(),
              // All that Spring Boot itself asks for.
              Map.of(
                  "management.opentelemetry.tracing.export.otlp.endpoint",
                  collector.url() + "/v1/traces",
                  "management.tracing.sampling.probability",
                  "1"))) {
        // When
        Customer demo = pipeline.customer("demo", "demo-key");
        String msisdn = Customer.freshNumber();
        String session =
            demo.sendWithin(
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    Map.of("msisdn", msisdn, "callback_url", receiver.url()))
                .text("session_id");
        await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));

        // Then
        assertThat(pipeline.typesOfBeans())
            .contains("dev.sandi.trace.Tracing")
            .noneMatch(type -> type.startsWith("io.opentelemetry."))
            .noneMatch(type -> type.startsWith("io.micrometer.tracing."))
            .noneMatch(type -> type.startsWith("org.springframework.boot.micrometer.tracing."))
            .noneMatch(type -> type.startsWith("org.springframework.boot.opentelemetry."));
      }
      // What is left is exported at the latest when a service stops.
      assertThat(collector.bytes()).isEmpty();
    }
  }
}
