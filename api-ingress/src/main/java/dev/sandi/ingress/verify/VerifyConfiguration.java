package dev.sandi.ingress.verify;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.answer.DirectRoute;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.ingress.peer.PeerConnections;
import dev.sandi.runtime.SandiProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  @Bean
  DirectRoute verifyDirectly(VerifyController controller) {
    return new DirectRoute(VerifyController.PATH, controller::verify);
  }

  @Bean
  PeerConnections verifyConnections(
      InternalHttp http, IngressProperties ingress, SandiProperties sandi) {
    return http.connections(
        "verify",
        ingress.requiredProcessorUrl(),
        sandi.requiredInternalToken(),
        ingress.verifyTimeout(),
        DecideGuesses.MOST_AT_ONCE);
  }

  @Bean
  DecideGuesses decideGuesses(
      @Qualifier("verifyConnections") PeerConnections connections,
      IngressProperties ingress,
      MeterRegistry metrics) {
    return new DecideGuesses(
        new Processor(connections), connections.timer(), ingress.verifyTimeout(), metrics);
  }
}
