package dev.sandi.ingress.exposure;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointFilter;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExposureConfiguration {

  private static final EndpointId HEALTH = EndpointId.of("health");

  /** The port of the ingress is public: no setting shows more than health there. */
  @Bean
  @ConditionalOnManagementPort(ManagementPortType.SAME)
  EndpointFilter<ExposableWebEndpoint> healthOnly() {
    return endpoint -> endpoint.getEndpointId().equals(HEALTH);
  }
}
