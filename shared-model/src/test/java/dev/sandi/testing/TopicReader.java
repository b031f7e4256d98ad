package dev.sandi.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning to where they end at the time of the call, in no group. */
public record TopicReader(String bootstrapServers, Duration limit) {

  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (var consumer = consumer()) {
      var partitions =
          consumer.partitionsFor(topic, limit).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      var ends = consumer.endOffsets(partitions, limit);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return readTo(ends, consumer);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> readTo(
      Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var deadline = System.nanoTime() + limit.toNanos();
    while (!ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("only " + found.size() + " records could be read of " + ends);
      }
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        if (record.offset() < endOf(record, ends)) {
          found.add(record);
        }
      }
    }
    return List.copyOf(found);
  }

  private static long endOf(ConsumerRecord<?, ?> record, Map<TopicPartition, Long> ends) {
    return ends.get(new TopicPartition(record.topic(), record.partition()));
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
