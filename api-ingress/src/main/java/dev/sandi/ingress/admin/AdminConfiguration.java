package dev.sandi.ingress.admin;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.ingress.source.FailedAttempts;
import dev.sandi.ingress.source.Sources;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

  /** Filters are made with the web server, before the database is looked for. */
  @Bean
  FilterRegistrationBean<AdminFilter> adminFilter(
      IngressProperties properties,
      Environment environment,
      @Lazy AdminAudit audit,
      Sources sources,
      FailedAttempts failures,
      AnswerFailures answers,
      Clock clock) {
    AdminToken token =
        new AdminToken(properties.adminToken(), environment.acceptsProfiles(Profiles.of("local")));
    FilterRegistrationBean<AdminFilter> registration =
        new FilterRegistrationBean<>(
            new AdminFilter(token, audit, sources, failures, answers, clock));
    registration.addUrlPatterns("/admin/*");
    // After the request's id was given.
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return registration;
  }

  /** The dispatcher may read a path as administration that the container does not. */
  @Bean
  WebMvcConfigurer adminCallsOnly() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AdminCallsOnly()).addPathPatterns("/admin/**");
      }
    };
  }

  private static final class AdminCallsOnly implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      AdminCall.of(request);
      return true;
    }
  }

  @Bean
  WakeableLoop auditLoop(AdminAudit audit, IngressProperties properties) {
    return new WakeableLoop(
        "ingress-audit",
        Duration.ofDays(1),
        MessagingConfiguration.WORKERS_PHASE,
        () -> {
          audit.forget(properties.auditRetention());
          return WakeableLoop.Next.WHEN_WOKEN;
        });
  }
}
