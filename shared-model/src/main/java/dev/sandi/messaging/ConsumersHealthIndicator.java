package dev.sandi.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down when a consumer has died that nobody stopped: only a new process has one again. It is part
 * of liveness, and says nothing of a broker that is away, for which consumers wait, nor of {@link
 * FencedConsumers}. {@code sandi.intake.died} tells how many there are.
 */
final class ConsumersHealthIndicator extends AbstractHealthIndicator {

  private final ObjectProvider<KafkaListenerEndpointRegistry> registry;
  private final FencedConsumers fenced;

  ConsumersHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registry,
      FencedConsumers fenced,
      MeterRegistry metrics) {
    super("Consumers health check failed");
    this.registry = registry;
    this.fenced = fenced;
    Gauge.builder("sandi.intake.died", this, ConsumersHealthIndicator::died).register(metrics);
  }

  private long died() {
    KafkaListenerEndpointRegistry containers = registry.getIfAvailable();
    return containers == null
        ? 0
        : containers.getAllListenerContainers().stream().filter(this::hasDied).count();
  }

  private boolean hasDied(MessageListenerContainer container) {
    return !container.isInExpectedState() && !fenced.startsAgain(container);
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    if (died() == 0) {
      builder.up();
    } else {
      builder.down();
    }
  }
}
