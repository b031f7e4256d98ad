package dev.sandi.processor.verify;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  /**
   * A batch opens the partitions of all days, however many sessions it has, and makes one for the
   * relay and for the broker: a moment that no callback notices makes it a tenth of the price.
   */
  private static final Duration GATHER = Duration.ofMillis(50);

  @Bean
  WakeableLoop tellVerifiedLoop(TellVerified tell) {
    return new WakeableLoop(
        "processor-verified",
        Duration.ofSeconds(1),
        GATHER,
        MessagingConfiguration.WORKERS_PHASE,
        tell::tellWaiting);
  }

  @Bean
  FilterRegistrationBean<VerifyDirectly> verifyDirectly(
      InternalToken token,
      VerifyController controller,
      JsonMapper json,
      MeterRegistry metrics,
      @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> failures) {
    FilterRegistrationBean<VerifyDirectly> registration =
        new FilterRegistrationBean<>(
            new VerifyDirectly(
                token,
                controller,
                json,
                metrics.timer("sandi.processor.verify"),
                failures::getObject));
    registration.addUrlPatterns(VerifyController.PATH);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
