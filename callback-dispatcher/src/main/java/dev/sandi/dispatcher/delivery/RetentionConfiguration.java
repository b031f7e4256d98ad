package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The days of deliveries and attempts: made ahead, and dropped whole. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

  @Bean
  DailyPartitions dailyPartitions(
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      Clock clock,
      DispatcherProperties properties) {
    return new DailyPartitions(
        jdbc, transactions, clock, List.of("deliveries", "attempts"), properties.retention());
  }

  @Bean
  EndForgotten endForgotten(
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      OutboxBatches told,
      Clock clock,
      DispatcherProperties properties) {
    return new EndForgotten(jdbc, transactions, told, clock, properties.retention());
  }

  @Bean
  WakeableLoop partitionsLoop(DailyPartitions partitions, EndForgotten forgotten) {
    return partitions.loop(
        "dispatcher-partitions", MessagingConfiguration.WORKERS_PHASE, forgotten::end);
  }
}
