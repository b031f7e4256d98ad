package dev.sandi.processor.verify;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  @Bean
  WakeableLoop tellVerifiedLoop(TellVerified tell) {
    return new WakeableLoop(
        "processor-verified",
        Duration.ofSeconds(1),
        MessagingConfiguration.WORKERS_PHASE,
        tell::tellWaiting);
  }
}
