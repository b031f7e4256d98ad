package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The loop that goes through what is replayed. */
@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

  @Bean
  Replays replays(JdbcTemplate jdbc) {
    return new Replays(jdbc);
  }

  @Bean
  EndedDeliveries endedDeliveries(JdbcTemplate jdbc) {
    return new EndedDeliveries(jdbc);
  }

  @Bean
  BeginReplay beginReplay(Replays replays, Clock clock, DispatcherProperties properties) {
    return new BeginReplay(replays, clock, properties.retention());
  }

  @Bean
  WakeableLoop replayLoop(
      Replays replays,
      EndedDeliveries deliveries,
      TransactionTemplate transactions,
      Clock clock,
      DispatcherProperties properties) {
    WalkReplays walk = new WalkReplays(replays, deliveries, transactions, clock);
    return new WakeableLoop(
        "dispatcher-replay",
        properties.pollInterval(),
        MessagingConfiguration.WORKERS_PHASE + 20,
        walk::walk);
  }

  @Bean
  WakeReplays wakeReplays(WakeableLoop replayLoop) {
    return replayLoop::wake;
  }
}
