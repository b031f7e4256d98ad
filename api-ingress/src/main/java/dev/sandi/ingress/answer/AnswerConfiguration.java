package dev.sandi.ingress.answer;

import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.ingress.trace.RequestSpans;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class AnswerConfiguration {

  @Bean
  DirectRoutes directRoutes(
      ObjectProvider<DirectRoute> routes,
      @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> failures,
      Clock clock) {
    return new DirectRoutes(routes::stream, failures::getObject, clock);
  }

  @Bean
  FilterRegistrationBean<LateAnswers> lateAnswers(
      DirectRoutes routes,
      AnswerFailures failures,
      JsonMapper json,
      MeterRegistry metrics,
      RequestSpans spans,
      Clock clock,
      @Value("${spring.mvc.async.request-timeout}") Duration timeout) {
    FilterRegistrationBean<LateAnswers> registration =
        new FilterRegistrationBean<>(
            new LateAnswers(
                routes, failures, json, new RequestTimes(metrics, clock), spans, timeout));
    // Some requests are dispatched again, before they are handled.
    registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    registration.setAsyncSupported(true);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /** Ahead of Spring's own: those that are added by its configurers come behind them. */
  @Bean
  SmartInitializingSingleton answerLater(RequestMappingHandlerAdapter adapter) {
    return () -> {
      List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
      handlers.add(new AnswerLater());
      handlers.addAll(Objects.requireNonNull(adapter.getReturnValueHandlers()));
      adapter.setReturnValueHandlers(handlers);
    };
  }
}
