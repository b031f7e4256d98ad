package dev.sandi.bench;

import dev.sandi.event.Envelope;
import dev.sandi.messaging.EventRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All events of a topic from its beginning, copies of the same one included. */
public final class EventLog implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** To be used, and closed, by one thread. */
  public EventLog(String bootstrapServers, String topic) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what comes next, if anything does within a moment. */
  public void read(Consumer<Envelope> reader) {
    consumer.poll(POLL).forEach(record -> EventRecords.read(record).ifPresent(reader));
  }

  /** Reads all that is there by now. */
  public void readAll(Consumer<Envelope> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      read(reader);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
