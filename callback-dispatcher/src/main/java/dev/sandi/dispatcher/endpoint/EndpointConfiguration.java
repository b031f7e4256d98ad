package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The loop that learns which endpoints are shut. */
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

  private static final String METRIC = "sandi.dispatcher.endpoints";

  @Bean
  WakeableLoop gatesLoop(
      WatchEndpoints endpoints, DispatcherProperties properties, MeterRegistry metrics) {
    for (Gate gate : EnumSet.complementOf(EnumSet.of(Gate.OPEN))) {
      Gauge.builder(METRIC, endpoints, watch -> watch.count(state -> state.gate() == gate))
          .tag("state", gate.slug())
          .register(metrics);
    }
    Gauge.builder(METRIC, endpoints, watch -> watch.count(state -> state.failingSince() != null))
        .tag("state", "failing")
        .register(metrics);
    return new WakeableLoop(
        "dispatcher-gates",
        properties.pollInterval(),
        MessagingConfiguration.WORKERS_PHASE + 30,
        () -> {
          endpoints.refresh();
          return Next.WHEN_WOKEN;
        });
  }
}
