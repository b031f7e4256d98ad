package dev.sandi.dispatcher.erasure;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.erasure.EraseNumbers;
import dev.sandi.erasure.ErasedSessions;
import dev.sandi.erasure.ErasureStores;
import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.TopicDeclarations;
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
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      Outbox outbox,
      Clock clock,
      DispatcherProperties properties,
      @Value("${spring.application.name}") String service) {
    return new EraseNumbers(
        stores,
        new ForgetNumbers(jdbc),
        transactions,
        outbox,
        clock,
        service,
        properties.lease(),
        properties.retention());
  }

  @Bean
  WakeableLoop erasureLoop(EraseNumbers erase) {
    return new WakeableLoop("dispatcher-erasure", Duration.ofSeconds(1), PHASE, erase::erase);
  }

  @Bean
  WakeableLoop erasureForgetLoop(EraseNumbers erase) {
    return new WakeableLoop(
        "dispatcher-erasure-forgetter", Duration.ofHours(1), PHASE, erase::forgetOld);
  }
}
