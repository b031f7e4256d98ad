package dev.sandi.processor.erasure;

import dev.sandi.erasure.EraseNumbers;
import dev.sandi.erasure.ErasedSessions;
import dev.sandi.erasure.ErasureStores;
import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

  private static final int PHASE = MessagingConfiguration.WORKERS_PHASE;

  /** The consumed one as well: a consumer that starts first would wait for metadata. */
  @Bean
  NewTopics erasureTopics(TopicDeclarations topics) {
    return topics.events(Topics.ERASURES);
  }

  @Bean
  NewTopics erasureDeadLetters(TopicDeclarations topics) {
    return topics.deadLetters(Topics.ERASURES);
  }

  @Bean
  ErasureStores erasureStores(JdbcTemplate jdbc) {
    return new ErasureStores(jdbc);
  }

  @Bean
  ErasedSessions erasedSessions(ErasureStores stores) {
    return stores.sessions();
  }

  @Bean
  EraseNumbers eraseNumbers(
      ErasureStores stores,
      ForgetNumbers forget,
      TransactionTemplate transactions,
      Outbox outbox,
      Clock clock,
      ProcessorProperties properties,
      @Value("${spring.application.name}") String service) {
    return new EraseNumbers(
        stores,
        forget,
        transactions,
        outbox,
        clock,
        service,
        properties.submitLease(),
        properties.retention());
  }

  @Bean
  WakeableLoop erasureLoop(EraseNumbers erase) {
    return new WakeableLoop("processor-erasure", Duration.ofSeconds(1), PHASE, erase::erase);
  }

  @Bean
  WakeableLoop erasureForgetLoop(EraseNumbers erase) {
    return new WakeableLoop(
        "processor-erasure-forgetter", Duration.ofHours(1), PHASE, erase::forgetOld);
  }
}
