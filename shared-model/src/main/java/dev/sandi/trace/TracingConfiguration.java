package dev.sandi.trace;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Traces, if there is an endpoint for them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
public class TracingConfiguration {

  /**
   * @param properties asked for first, so that a wrong one is told and not what comes of it
   */
  @Bean
  Tracing tracing(TracingProperties properties, ObjectProvider<Tracer> tracer) {
    return tracer.stream().findFirst().map(Tracing::by).orElse(Tracing.OFF);
  }

  @Bean
  @Conditional(TracingIsOn.class)
  OtlpTracingConnectionDetails tracingEndpoint(TracingProperties properties) {
    return transport -> properties.url();
  }

  @Bean
  @Conditional(TracingIsOn.class)
  Sampler sampleRequests(TracingProperties properties) {
    return new SampleRequests(properties.sample());
  }
}
