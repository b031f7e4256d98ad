package dev.sandi.transport;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a service does itself for the certificates that others show it. */
@Configuration(proxyBeanMethods = false)
public class TransportConfiguration {

  /** Of the service's own port; one that is apart for metrics is not asked for. */
  @Bean
  @ConditionalOnBooleanProperty(InternalTls.ASKS)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> requireCertificate() {
    return factory -> factory.addEngineValves(new RequireCertificate());
  }
}
