package dev.sandi.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics to where they end at the time of the call, in no group, and each record once. */
final class TopicReader implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, List<TopicPartition>> partitions = new HashMap<>();
  private final Map<String, List<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();

  /**
   * @param security properties by which it encrypts and logs in
   */
  TopicReader(String bootstrapServers, Map<String, String> security) {
    Map<String, Object> properties = new HashMap<>(security);
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    // What was asked last, with nothing to give, holds up what is asked next.
    properties.put("fetch.max.wait.ms", 5);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** All records that the topic holds now; those of a partition are in order. */
  synchronized List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    readTo(consumer.endOffsets(partitions.computeIfAbsent(topic, this::follow), LIMIT));
    return List.copyOf(found.getOrDefault(topic, List.of()));
  }

  private List<TopicPartition> follow(String topic) {
    List<TopicPartition> added =
        consumer.partitionsFor(topic, LIMIT).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    List<TopicPartition> all = new ArrayList<>(consumer.assignment());
    all.addAll(added);
    consumer.assign(all);
    return added;
  }

  private void readTo(Map<TopicPartition, Long> ends) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the records could not be read up to " + ends);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        found.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(record);
      }
    }
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }
}
