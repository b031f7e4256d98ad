package dev.sandi.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * {@code sandi.intake.partitions}: how many partitions each listener of this copy has. If all
 * copies together have none for long, the broker lets nobody into their group, and nothing else
 * tells so: consumers that wait for it look like consumers that have nothing to do.
 */
final class AssignedPartitions implements ApplicationListener<ApplicationReadyEvent> {

  private final ObjectProvider<KafkaListenerEndpointRegistry> registry;
  private final MeterRegistry metrics;

  AssignedPartitions(
      ObjectProvider<KafkaListenerEndpointRegistry> registry, MeterRegistry metrics) {
    this.registry = registry;
    this.metrics = metrics;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    registry.ifAvailable(
        containers ->
            containers
                .getListenerContainers()
                .forEach(
                    container ->
                        Gauge.builder("sandi.intake.partitions", container, AssignedPartitions::of)
                            .tag("listener", String.valueOf(container.getListenerId()))
                            .register(metrics)));
  }

  private static double of(MessageListenerContainer container) {
    @Nullable Collection<TopicPartition> assigned = container.getAssignedPartitions();
    return assigned == null ? 0 : assigned.size();
  }
}
