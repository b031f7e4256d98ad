package dev.sandi.messaging;

import dev.sandi.runtime.WakeableLoop.Next;
import java.util.Collection;
import org.apache.kafka.common.PartitionInfo;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Declares the service's topics, and is down until the broker has them and all producers know who
 * leads their partitions: before that, whoever publishes and does not wait fails.
 */
final class DeclareTopics extends AbstractHealthIndicator {

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
   * @throws PublishFailedException while the broker is away, or has just been told of them
   */
  Next declare() {
    if (!admin.initialize()) {
      throw new PublishFailedException(null);
    }
    for (KafkaTemplate<byte[], byte[]> producer : producers) {
      for (String topic : declarations.published()) {
        if (!producer.partitionsFor(topic).stream().allMatch(DeclareTopics::isLed)) {
          throw new PublishFailedException(null);
        }
      }
    }
    known = true;
    return Next.WHEN_WOKEN;
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
