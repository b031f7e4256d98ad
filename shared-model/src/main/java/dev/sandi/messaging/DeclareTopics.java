package dev.sandi.messaging;

import dev.sandi.runtime.WakeableLoop.Next;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Declares the service's topics, and is down until the broker has them and all producers know who
 * leads their partitions: before that, whoever publishes and does not wait fails.
 */
final class DeclareTopics extends AbstractHealthIndicator {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final KafkaAdmin admin;
  private final TopicDeclarations declarations;
  private final Collection<KafkaTemplate<byte[], byte[]>> producers;
  private volatile boolean known;

  DeclareTopics(
      KafkaAdmin admin,
      TopicDeclarations declarations,
      Collection<KafkaTemplate<byte[], byte[]>> producers) {
    super("Topics health check failed");
    this.admin = admin;
    this.declarations = declarations;
    this.producers = producers;
  }

  /**
   * Declares them once more; what exists is left as it is.
   *
   * @throws PublishFailedException while the broker is away
   */
  Next declare() throws InterruptedException {
    if (!admin.initialize()) {
      throw new PublishFailedException(null);
    }
    long begun = System.nanoTime();
    for (KafkaTemplate<byte[], byte[]> producer : producers) {
      for (String topic : declarations.published()) {
        while (!isKnown(topic, producer)) {
          if (System.nanoTime() - begun > PATIENCE.toNanos()) {
            throw new PublishFailedException(null);
          }
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      }
    }
    known = true;
    return Next.WHEN_WOKEN;
  }

  /** Brokers tell each other of a new topic some moments after it was made. */
  private static boolean isKnown(String topic, KafkaTemplate<byte[], byte[]> producer) {
    try {
      return producer.partitionsFor(topic).stream().allMatch(DeclareTopics::isLed);
    } catch (RetriableException e) {
      return false;
    }
  }

  private static boolean isLed(PartitionInfo partition) {
    return partition.leader() != null && !partition.leader().isEmpty();
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    if (known) {
      builder.up();
    } else {
      builder.down();
    }
  }
}
