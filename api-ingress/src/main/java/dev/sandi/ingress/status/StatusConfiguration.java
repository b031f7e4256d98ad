package dev.sandi.ingress.status;

import dev.sandi.event.Topics;
import dev.sandi.ingress.IngressProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

  private static final String[] CONSUMED = {
    Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE
  };

  /** A request's row changes a few times, in the place that is left for it (HOT). */
  private static final Map<String, String> STORAGE = Map.of("requests", "fillfactor = 70");

  /** Those that others produce as well, so that services may start in any order. */
  @Bean
  NewTopics consumedTopics(TopicDeclarations topics) {
    return topics.events(Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE);
  }

  @Bean
  NewTopics deadLetterTopics(TopicDeclarations topics) {
    return topics.deadLetters(CONSUMED);
  }

  @Bean
  DailyPartitions dailyPartitions(
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      Clock clock,
      IngressProperties properties) {
    return new DailyPartitions(
        jdbc,
        transactions,
        clock,
        List.of("requests", "timeline"),
        properties.retention(),
        STORAGE);
  }

  @Bean
  WakeableLoop partitionsLoop(DailyPartitions partitions) {
    return partitions.loop("ingress-partitions", MessagingConfiguration.WORKERS_PHASE);
  }

  @Bean
  RefusedRequests refusedRequests(Requests requests, MeterRegistry metrics) {
    return new RefusedRequests(requests, metrics);
  }

  @Bean
  WakeableLoop refusedLoop(RefusedRequests refused) {
    return new WakeableLoop(
        "ingress-refused",
        Duration.ofMillis(200),
        MessagingConfiguration.WORKERS_PHASE,
        refused::write);
  }

  @Bean
  RecordProgress recordProgress(
      Requests requests,
      Timelines timelines,
      TransactionTemplate transactions,
      Clock clock,
      IngressProperties properties) {
    return new RecordProgress(requests, timelines, transactions, clock, properties.retention());
  }

  @Bean
  FindSession findSession(
      RecentRequests requests,
      Timelines timelines,
      Clock clock,
      @Qualifier("applicationTaskExecutor") AsyncTaskExecutor later) {
    return new FindSession(requests, timelines, clock, later);
  }
}
