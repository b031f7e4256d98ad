package dev.sandi.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What there is to see of an intake: {@code sandi.intake.lag} by topic, how many seconds ago the
 * oldest record was written that is in hand. It grows while a batch is tried again, and is zero
 * when all is done.
 */
final class IntakeMeters {

  /** A batch is tried again every few seconds; one that is not has gone to another copy. */
  private static final long FORGOTTEN = TimeUnit.MINUTES.toNanos(1);

  private final Map<TopicPartition, InHand> inHand = new ConcurrentHashMap<>();
  private final Set<String> topics = ConcurrentHashMap.newKeySet();
  private final MeterRegistry metrics;

  IntakeMeters(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /**
   * @param writtenAt in milliseconds since 1970
   */
  private record InHand(long writtenAt, long takenAt) {}

  /** Notes what is in hand from now on, and returns where it is from. */
  Set<TopicPartition> begin(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, InHand> batch = new HashMap<>();
    long now = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      batch.computeIfAbsent(
          new TopicPartition(record.topic(), record.partition()),
          partition -> new InHand(record.timestamp(), now));
    }
    inHand.putAll(batch);
    batch.keySet().forEach(partition -> register(partition.topic()));
    return batch.keySet();
  }

  void done(Set<TopicPartition> partitions) {
    inHand.keySet().removeAll(partitions);
  }

  private void register(String topic) {
    if (topics.add(topic)) {
      Gauge.builder("sandi.intake.lag", this, meters -> meters.lag(topic))
          .tag("topic", topic)
          .baseUnit("seconds")
          .register(metrics);
    }
  }

  private double lag(String topic) {
    long now = System.nanoTime();
    long millis = System.currentTimeMillis();
    return inHand.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .map(Map.Entry::getValue)
        .filter(each -> now - each.takenAt() < FORGOTTEN)
        .mapToDouble(each -> Math.max(0, millis - each.writtenAt()) / 1000.0)
        .max()
        .orElse(0);
  }
}
