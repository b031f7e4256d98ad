package dev.sandi.ingress.verify;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.answer.DirectRoute;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.runtime.SandiProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  @Bean
  DirectRoute verifyDirectly(VerifyController controller) {
    return new DirectRoute(VerifyController.PATH, controller::verify);
  }

  @Bean
  DecideGuesses decideGuesses(
      InternalHttp http, IngressProperties ingress, SandiProperties sandi, MeterRegistry metrics) {
    return new DecideGuesses(
        new Processor(
            http,
            ingress.requiredProcessorUrl(),
            sandi.requiredInternalToken(),
            ingress.verifyTimeout()),
        ingress.verifyTimeout(),
        metrics);
  }
}
