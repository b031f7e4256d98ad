package dev.sandi.ingress.problem;

import java.time.Clock;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

  /** Ours is added last, and so is the first to see an error on its way out. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> jsonErrors(Clock clock) {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              StandardHost host = (StandardHost) context.getParent();
              host.getPipeline().addValve(new JsonErrorReportValve(clock));
              host.setErrorReportValveClass(JsonErrorReportValve.class.getName());
            });
  }
}
