package dev.sandi.testing;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A Kafka broker that a test may take away from its clients and give back at the same address. */
public interface Broker {

  String bootstrapServers();

  void stop();

  void start();

  /** All records that a topic holds now, partition by partition. */
  default List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return new TopicReader(bootstrapServers(), Duration.ofSeconds(30)).read(topic);
  }
}
