package dev.sandi.ingress.app;

import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

@Configuration(proxyBeanMethods = false)
class AppConfiguration {

  @Bean
  NewTopics settingsTopics(TopicDeclarations topics) {
    return topics.settings(Topics.APPS, Topics.BLOCKLIST);
  }

  /** How soon a change made by another copy is known; a query that finds nothing by its index. */
  @Bean
  WakeableLoop knownAppsLoop(KnownApps apps) {
    return new WakeableLoop(
        "ingress-apps",
        Duration.ofMillis(250),
        MessagingConfiguration.WORKERS_PHASE,
        () -> {
          apps.refresh();
          return WakeableLoop.Next.WHEN_WOKEN;
        });
  }

  @Bean
  KnownAppsHealthIndicator appsHealthIndicator(KnownApps apps) {
    return new KnownAppsHealthIndicator(apps);
  }

  @Bean
  KeyUses keyUses(ApiKeys keys) {
    return new KeyUses(keys);
  }

  @Bean
  WakeableLoop keyUsesLoop(KeyUses uses) {
    return new WakeableLoop(
        "ingress-key-uses", KeyUses.INTERVAL, MessagingConfiguration.WORKERS_PHASE, uses::write);
  }

  /** Again every day, which repairs a topic that was lost or made anew. */
  @Bean
  WakeableLoop announceLoop(AnnounceApps announce) {
    return new WakeableLoop(
        "ingress-announce",
        Duration.ofDays(1),
        MessagingConfiguration.WORKERS_PHASE,
        announce::announce);
  }
}
