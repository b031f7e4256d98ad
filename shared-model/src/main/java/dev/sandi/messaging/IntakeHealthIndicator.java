package dev.sandi.messaging;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down when a consumer has died: an {@code Error} in a listener stops its container and nothing
 * else.
 */
final class IntakeHealthIndicator extends AbstractHealthIndicator {

  private final ObjectProvider<KafkaListenerEndpointRegistry> registry;

  IntakeHealthIndicator(ObjectProvider<KafkaListenerEndpointRegistry> registry) {
    super("Intake health check failed");
    this.registry = registry;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up();
    registry.ifAvailable(
        containers -> {
          for (MessageListenerContainer container : containers.getAllListenerContainers()) {
            boolean alive = container.isRunning() && container.isInExpectedState();
            builder.withDetail(
                String.valueOf(container.getListenerId()), alive ? "running" : "stopped");
            if (!alive) {
              builder.down();
            }
          }
        });
  }
}
