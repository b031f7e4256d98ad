package dev.sandi.processor;

import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.processor.check.CountTraffic;
import dev.sandi.processor.code.ExpireCodes;
import dev.sandi.processor.gateway.LongestAnswer;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.transaction.support.TransactionTemplate;

/** Topics, partitions and what happens by the clock. */
@Configuration(proxyBeanMethods = false)
class ProcessorConfiguration {

  private static final int PHASE = MessagingConfiguration.WORKERS_PHASE;

  @Bean
  LongestAnswer longestAnswer(ProcessorProperties properties) {
    return new LongestAnswer(properties.answerTimeout());
  }

  @Bean
  NewTopics eventTopics(TopicDeclarations topics) {
    return topics.events(Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE);
  }

  @Bean
  NewTopics settingsTopics(TopicDeclarations topics) {
    return topics.settings(Topics.APPS, Topics.BLOCKLIST);
  }

  @Bean
  NewTopics deadLetterTopics(TopicDeclarations topics) {
    return topics.deadLetters(Topics.OTP_REQUESTED, Topics.APPS, Topics.BLOCKLIST);
  }

  @Bean
  DailyPartitions dailyPartitions(
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      Clock clock,
      ProcessorProperties properties) {
    return new DailyPartitions(
        jdbc,
        transactions,
        clock,
        List.of("sessions", "check_decisions", "simulator_inbox"),
        properties.retention(),
        // A session changes three times, of what is in no index: within its page if that has room.
        Map.of("sessions", "fillfactor = 70"));
  }

  /** What the checks look back at: hours, and a day more for what comes late. */
  @Bean
  DailyPartitions recentPartitions(
      JdbcTemplate jdbc, TransactionTemplate transactions, Clock clock) {
    return new DailyPartitions(
        jdbc, transactions, clock, List.of("recent_requests"), Duration.ofDays(2));
  }

  @Bean
  WakeableLoop recentPartitionsLoop(
      @Qualifier("recentPartitions") DailyPartitions recentPartitions) {
    return recentPartitions.loop("processor-recent-partitions", PHASE);
  }

  @Bean
  DailyPartitions trafficPartitions(
      JdbcTemplate jdbc, TransactionTemplate transactions, Clock clock) {
    return new DailyPartitions(
        jdbc, transactions, clock, List.of("traffic_hours"), Duration.ofDays(15));
  }

  @Bean
  WakeableLoop trafficPartitionsLoop(
      @Qualifier("trafficPartitions") DailyPartitions trafficPartitions) {
    return trafficPartitions.loop("processor-traffic-partitions", PHASE);
  }

  @Bean
  WakeableLoop trafficLoop(CountTraffic traffic) {
    return new WakeableLoop("processor-traffic", Duration.ofMinutes(1), PHASE, traffic::count);
  }

  @Bean
  WakeableLoop partitionsLoop(@Qualifier("dailyPartitions") DailyPartitions partitions) {
    return partitions.loop("processor-partitions", PHASE);
  }

  @Bean
  WakeableLoop expiryLoop(ExpireCodes expire) {
    return new WakeableLoop("processor-expiry", Duration.ofSeconds(1), PHASE, expire::expireDue);
  }

  @Bean
  WakeableLoop forgetLoop(ExpireCodes expire) {
    return new WakeableLoop(
        "processor-forgetter", Duration.ofMinutes(10), PHASE, expire::forgetOld);
  }
}
