package dev.sandi.ingress.admission;

import static java.util.stream.Collectors.toMap;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

  /** Rates look back a day, and so do keys; an hour is for clocks that differ. */
  private static final Duration RETENTION = Duration.ofHours(25);

  private static final List<String> TABLES = List.of("sends", "idempotency", "answered");

  /**
   * They are looked into by their keys alone, with plans that ask no statistics, and are gone
   * tomorrow. Hardly a row of them is ever changed.
   */
  private static final String WITHOUT_VACUUM = "autovacuum_enabled = false";

  /** A request is answered, or its client is gone, well before it is taken for dead. */
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(2);

  @Bean
  @ConditionalOnMissingBean
  AdmissionTime admissionTime() {
    return () -> null;
  }

  @Bean
  Admission admission(
      QuickDatabase database,
      AdmissionTime time,
      IngressProperties properties,
      MeterRegistry metrics) {
    return new Admission(
        new Admissions(database, time, properties.answerWithin().plus(LEASE_MARGIN)),
        metrics,
        MessagingConfiguration.WORKERS_PHASE);
  }

  @Bean
  WakeableLoop admissionPartitionsLoop(
      JdbcTemplate jdbc, TransactionTemplate transactions, Clock clock) {
    return new DailyPartitions(
            jdbc,
            transactions,
            clock,
            TABLES,
            RETENTION,
            TABLES.stream().collect(toMap(table -> table, table -> WITHOUT_VACUUM)))
        .loop("ingress-admission-partitions", MessagingConfiguration.WORKERS_PHASE);
  }
}
