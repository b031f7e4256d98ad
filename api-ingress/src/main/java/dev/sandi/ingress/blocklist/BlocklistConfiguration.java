package dev.sandi.ingress.blocklist;

import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class BlocklistConfiguration {

  private static final Logger log = LoggerFactory.getLogger(Blocklist.class);

  /** How soon a change is in force on the copies that did not make it. */
  private static final Duration FOLLOW = Duration.ofMillis(250);

  @Bean
  NewTopics blocklistDeadLetters(TopicDeclarations topics) {
    return topics.deadLetters(Topics.BLOCKLIST);
  }

  @Bean
  Blocklist blocklist(DataSource database, PlatformTransactionManager transactions, Clock clock) {
    TransactionTemplate reading = new TransactionTemplate(transactions);
    reading.setReadOnly(true);
    return new Blocklist(new BlockFeed(new JdbcTemplate(database), reading), clock);
  }

  @Bean
  WakeableLoop blocklistLoop(Blocklist blocklist) {
    return new WakeableLoop(
        "ingress-blocklist-memory",
        FOLLOW,
        MessagingConfiguration.WORKERS_PHASE,
        () -> {
          blocklist.follow();
          return WakeableLoop.Next.WHEN_WOKEN;
        });
  }

  /** Before the port opens, so that a copy that starts refuses nobody for want of its list. */
  @Bean
  SmartInitializingSingleton firstReading(Blocklist blocklist) {
    return () -> {
      try {
        blocklist.follow();
      } catch (DataAccessException | TransactionException e) {
        log.warn("The blocklist was not read, and is tried again: {}", Failures.describe(e));
      }
    };
  }

  @Bean
  ForgetBlocks forgetBlocks(Blocks blocks, Clock clock) {
    return new ForgetBlocks(blocks, clock);
  }

  @Bean
  WakeableLoop forgetBlocksLoop(ForgetBlocks forget) {
    return new WakeableLoop(
        "ingress-blocklist-forgetter",
        Duration.ofMinutes(10),
        MessagingConfiguration.WORKERS_PHASE,
        forget::forgetBatch);
  }
}
