package dev.sandi.processor.sending;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Out of service while a gateway is missing that messages may wait for ({@code
 * sandi.processor.gateways.missing}). It is no part of readiness: verifications, and whoever is to
 * define the gateway, need this copy.
 */
@Component
class GatewaysHealthIndicator extends AbstractHealthIndicator {

  private final RunningGateways gateways;

  GatewaysHealthIndicator(RunningGateways gateways, MeterRegistry metrics) {
    super("Gateways health check failed");
    this.gateways = gateways;
    Gauge.builder("sandi.processor.gateways.missing", gateways, all -> all.missing().size())
        .register(metrics);
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Set<String> missing = gateways.missing();
    if (missing.isEmpty()) {
      builder.up();
    } else {
      builder.outOfService().withDetail("missing", missing);
    }
  }
}
