package dev.sandi.ingress.connection;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> patientConnections() {
    return factory -> {
      factory.setProtocol(DeadlineProtocol.class.getName());
      factory.addEngineValves(new LingerValve());
    };
  }
}
