package dev.sandi.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.testcontainers.kafka.KafkaContainer;

/** A broker in a container. */
final class ContainerBroker implements Broker, AutoCloseable {

  private static final String IMAGE = "apache/kafka:4.2.0";
  private static final int PORT = 9092;

  private final KafkaContainer kafka =
      new KafkaContainer(IMAGE)
          .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
          .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
  private final ContainerSwitch power = ContainerSwitch.start(kafka, PORT);
  private final TopicReader reader = new TopicReader(bootstrapServers(), Map.of());

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public void stop() {
    power.off();
  }

  @Override
  public void start() {
    power.on();
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> !admin.describeCluster().nodes().get().isEmpty());
    }
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
