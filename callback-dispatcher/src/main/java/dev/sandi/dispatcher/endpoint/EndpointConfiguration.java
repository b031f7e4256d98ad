package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.runtime.WakeableLoop.Next;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The loop that learns which endpoints are shut. */
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

  @Bean
  WakeableLoop gatesLoop(WatchEndpoints endpoints, DispatcherProperties properties) {
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
