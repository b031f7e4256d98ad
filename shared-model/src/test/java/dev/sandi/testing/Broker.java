package dev.sandi.testing;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A Kafka broker that a test may take away from its clients and give back at the same address. */
public interface Broker {

  String bootstrapServers();

  void stop();

  void start();

  /** All records that a topic holds now; those of a partition are in order. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic);
}
