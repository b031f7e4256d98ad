package dev.sandi.dispatcher.delivery;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.OutboxBatchRelay;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.messaging.RelayMeters;
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

/** How what is told of attempts gets to its topic. */
@Configuration(proxyBeanMethods = false)
class TellingConfiguration {

  /** A round has four round trips, however much it publishes; nobody waits for these events. */
  private static final Duration GATHER = Duration.ofMillis(50);

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

  @Bean
  WakeableLoop outboxBatchLoop(OutboxBatchRelay relay) {
    return new WakeableLoop(
        "dispatcher-outbox",
        Duration.ofSeconds(1),
        GATHER,
        MessagingConfiguration.RELAY_PHASE,
        relay::relay);
  }

  @Bean
  OutboxBatches outboxBatches(JdbcTemplate jdbc, WakeableLoop outboxBatchLoop) {
    return new OutboxBatches(jdbc, outboxBatchLoop::wake);
  }
}
