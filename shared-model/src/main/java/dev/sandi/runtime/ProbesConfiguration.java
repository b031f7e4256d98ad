package dev.sandi.runtime;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Keeps the probes where they are, on the port whose readiness they tell of, when all else that is
 * for operators moves to a port of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ProbesConfiguration {

  @Bean
  WebMvcConfigurer probes() {
    return new WebMvcConfigurer() {
      @Override
      public void addViewControllers(ViewControllerRegistry views) {
        views.addViewController("/actuator/health/liveness").setViewName("forward:/livez");
        views.addViewController("/actuator/health/readiness").setViewName("forward:/readyz");
      }
    };
  }
}
