package dev.sandi.processor.sending;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What sending does by the clock, beside the loops of {@link Submitter}. */
@Configuration(proxyBeanMethods = false)
class SendingConfiguration {

  @Bean
  WakeableLoop ambiguousSubmitsLoop(AmbiguousSubmits ambiguous) {
    return new WakeableLoop(
        "processor-ambiguous-submits",
        Duration.ofSeconds(2),
        MessagingConfiguration.WORKERS_PHASE,
        ambiguous::read);
  }

  @Bean
  WakeableLoop gatewayMetersLoop(GatewayMeters meters) {
    return new WakeableLoop(
        "processor-gateway-meters",
        Duration.ofSeconds(5),
        MessagingConfiguration.WORKERS_PHASE,
        meters::look);
  }
}
