package dev.sandi.testing;

import dev.sandi.local.BrokerSecurity;
import dev.sandi.local.LocalKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The broker of this JVM. */
final class EmbeddedBroker implements Broker, AutoCloseable {

  private final LocalKafka kafka;
  private final TopicReader reader;

  EmbeddedBroker(Path dir) {
    this.kafka = LocalKafka.start(dir, 0);
    this.reader = new TopicReader(bootstrapServers(), Map.of());
  }

  /**
   * One that does not let everybody in.
   *
   * @param client how clients get in: properties of theirs
   */
  EmbeddedBroker(Path dir, BrokerSecurity security, Map<String, String> client) {
    this.kafka = LocalKafka.start(dir, 0, security);
    this.reader = new TopicReader(bootstrapServers(), client);
  }

  @Override
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void stop() {
    kafka.stop();
  }

  @Override
  public void start() {
    kafka.start();
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return reader.read(topic);
  }

  @Override
  public void close() {
    reader.close();
    kafka.close();
  }
}
