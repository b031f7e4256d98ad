package dev.sandi.processor.verify;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  /**
   * A batch opens the partitions of all days, however many sessions it has, and makes one for the
   * relay and for the broker: a moment that no callback notices makes it a tenth of the price.
   */
  private static final Duration GATHER = Duration.ofMillis(50);

  @Bean
  WakeableLoop tellVerifiedLoop(TellVerified tell) {
    return new WakeableLoop(
        "processor-verified",
        Duration.ofSeconds(1),
        GATHER,
        MessagingConfiguration.WORKERS_PHASE,
        tell::tellWaiting);
  }
}
