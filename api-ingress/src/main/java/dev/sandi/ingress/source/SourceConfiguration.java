package dev.sandi.ingress.source;

import dev.sandi.ingress.IngressProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SourceConfiguration {

  @Bean
  Sources sources(IngressProperties properties) {
    return new Sources(properties.trustedProxies());
  }

  @Bean
  FailedAttempts failedAttempts(IngressProperties properties) {
    return new FailedAttempts(properties.failedAuthentications(), System::nanoTime);
  }
}
