package dev.sandi.messaging;

import dev.sandi.runtime.SandiProperties;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * For services that tell many events at a time: their schema has the table {@code outbox_batches}
 * beside the outbox.
 */
@Configuration(proxyBeanMethods = false)
public class OutboxBatchesConfiguration {

  private static final int BATCHES = 20;

  @Bean
  OutboxBatchRelay outboxBatchRelay(
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      KafkaTemplate<byte[], byte[]> kafka,
      Outbox outbox,
      MeterRegistry metrics,
      Tracing tracing,
      Clock clock,
      @Value("${spring.application.name}") String service) {
    return new OutboxBatchRelay(
        jdbc,
        transactions,
        kafka,
        outbox,
        "/sandi/" + service,
        BATCHES,
        new RelayMeters(metrics, tracing, clock, "batches"));
  }

  /**
   * A round has four round trips and a wait for the disk, however much it publishes: it pays to
   * gather.
   */
  @Bean
  WakeableLoop outboxBatchLoop(
      OutboxBatchRelay relay,
      @Value("${spring.application.name}") String service,
      SandiProperties properties) {
    return new WakeableLoop(
        service + "-outbox",
        Duration.ofSeconds(1),
        properties.outboxGather(),
        MessagingConfiguration.RELAY_PHASE,
        relay::relay);
  }

  @Bean
  OutboxBatches outboxBatches(JdbcTemplate jdbc, WakeableLoop outboxBatchLoop) {
    return new OutboxBatches(jdbc, outboxBatchLoop::wake);
  }
}
