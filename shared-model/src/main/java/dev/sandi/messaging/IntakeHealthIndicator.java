package dev.sandi.messaging;

import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down when a consumer has died: an {@code Error} in a listener stops its container and nothing
 * else. Down, too, while the broker refuses one, which nobody would notice otherwise; but not for
 * the pause of one that was fenced ({@link FencedConsumers}), unless that is the second within a
 * minute: a broker that comes back may fence those of all copies at once, and requests and
 * verifications need no consumer.
 */
final class IntakeHealthIndicator extends AbstractHealthIndicator {

  private final ObjectProvider<KafkaListenerEndpointRegistry> registry;

  private final RefusedConsumers refused;
  private final FencedConsumers fenced;

  IntakeHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registry,
      RefusedConsumers refused,
      FencedConsumers fenced) {
    super("Intake health check failed");
    this.registry = registry;
    this.refused = refused;
    this.fenced = fenced;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up();
    Set<String> refusedOnes = refused.listeners();
    registry.ifAvailable(
        containers -> {
          for (MessageListenerContainer container : containers.getAllListenerContainers()) {
            String id = String.valueOf(container.getListenerId());
            boolean runs = container.isRunning() && container.isInExpectedState();
            boolean alive = runs || fenced.pauses(container);
            boolean known = !refusedOnes.contains(id);
            builder.withDetail(id, alive ? known ? "running" : "refused by the broker" : "stopped");
            if (!alive || !known) {
              builder.down();
            }
          }
        });
  }
}
