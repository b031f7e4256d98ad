package dev.sandi.ingress.connection;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

  /**
   * What a socket takes of an answer without its client reading, in bytes: more than customers get,
   * so that a worker does not wait for a client that does not read either.
   */
  private static final int LONGEST_ANSWER = 256 * 1024;

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> patientConnections() {
    return factory -> {
      factory.setProtocol(DeadlineProtocol.class.getName());
      factory.addEngineValves(new PipelineValve(), new LingerValve());
      factory.addConnectorCustomizers(
          connector -> connector.setProperty("socket.txBufSize", String.valueOf(LONGEST_ANSWER)));
    };
  }
}
