package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import java.time.Clock;
import java.time.Duration;
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
    DailyPartitions partitions =
        new DailyPartitions(
            jdbc, transactions, clock, List.of("deliveries", "attempts"), properties.retention());
    // Before any event is taken in: without a partition for its day, it would be set aside.
    partitions.maintain();
    return partitions;
  }

  @Bean
  WakeableLoop partitionsLoop(DailyPartitions partitions) {
    return new WakeableLoop(
        "dispatcher-partitions",
        Duration.ofHours(1),
        MessagingConfiguration.WORKERS_PHASE,
        partitions::maintain);
  }
}
