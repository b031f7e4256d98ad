package dev.sandi.ingress.verify;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.answer.DirectRoute;
import dev.sandi.runtime.SandiProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  @Bean
  DirectRoute verifyDirectly(VerifyController controller) {
    return new DirectRoute(VerifyController.PATH, controller::verify);
  }

  @Bean
  Processor processor(IngressProperties ingress, SandiProperties sandi) {
    return new Processor(
        ingress.requiredProcessorUrl(), sandi.requiredInternalToken(), ingress.verifyTimeout());
  }
}
