package dev.sandi.ingress.abandon;

import dev.sandi.event.Topics;
import dev.sandi.ingress.IngressProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.ConsumerFactory;

@Configuration(proxyBeanMethods = false)
class AbandonConfiguration {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** The consumer belongs to no group: it reads what others have read, and commits nothing. */
  @Bean
  EndAbandoned endAbandoned(
      JdbcTemplate jdbc,
      ConsumerFactory<byte[], byte[]> consumers,
      Clock clock,
      IngressProperties properties,
      MeterRegistry metrics) {
    return new EndAbandoned(
        new AbandonedRequests(jdbc),
        new PublishedSessions(
            () -> consumers.createConsumer(null, "abandoned", null), Topics.OTP_REQUESTED, clock),
        clock,
        properties.abandonedAfter(),
        metrics.counter("sandi.ingress.admission.abandoned"));
  }

  @Bean
  WakeableLoop abandonedLoop(EndAbandoned endAbandoned) {
    return new WakeableLoop(
        "ingress-abandoned", INTERVAL, MessagingConfiguration.WORKERS_PHASE, endAbandoned::run);
  }
}
