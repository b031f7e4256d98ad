package dev.sandi.ingress.erasure;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

  /** As {@code status} has it. */
  private static final String READ_MODEL = "api-ingress";

  @Bean
  NewTopics erasureTopics(TopicDeclarations topics) {
    return topics.events(Topics.ERASURES);
  }

  @Bean
  NewTopics erasureDeadLetters(TopicDeclarations topics) {
    return topics.deadLetters(Topics.ERASURES);
  }

  @Bean
  BeginErasure beginErasure(
      Erasures erasures, TransactionTemplate transactions, Sealer sealer, Clock clock) {
    return new BeginErasure(erasures, transactions, sealer, clock);
  }

  @Bean
  TopicPlaces topicPlaces(KafkaAdmin kafka) {
    return new TopicPlaces(() -> Admin.create(kafka.getConfigurationProperties()), READ_MODEL);
  }

  @Bean
  WalkErasures walkErasures(
      Erasures erasures,
      NumberTraces traces,
      AuditedNumbers audit,
      TopicPlaces topics,
      TransactionTemplate transactions,
      Outbox outbox,
      Sealer sealer,
      Clock clock) {
    return new WalkErasures(erasures, traces, audit, topics, transactions, outbox, sealer, clock);
  }

  @Bean
  WakeableLoop erasureLoop(WalkErasures walk) {
    return new WakeableLoop(
        "ingress-erasure", Duration.ofSeconds(1), MessagingConfiguration.WORKERS_PHASE, walk::walk);
  }
}
