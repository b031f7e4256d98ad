package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sandi.bench.BenchmarkFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FillDiskTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TopicPartition RECORDS = new TopicPartition("records", 0);

  @TempDir Path dir;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private SmallDisk disk;
  private BrokerPart broker;

  @BeforeEach
  void startBroker() throws Exception {
    broker = new BrokerPart(dir);
    try {
      disk = SmallDisk.mount(broker.data(), 100);
    } catch (BenchmarkFailure e) {
      assumeTrue(false, e.getMessage());
    }
    broker.start();
    await().atMost(PATIENCE).until(broker::isReady);
    try (Admin admin = Admin.create(address())) {
      admin.createTopics(List.of(new NewTopic(RECORDS.topic(), 1, (short) 1))).all().get();
    }
  }

  @AfterEach
  void endBroker() {
    if (disk != null) {
      broker.kill();
      disk.close();
    }
  }

  private Map<String, Object> address() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @Test
  void theBrokerCannotWriteAndLosesNothingOfWhatItAcknowledged() {
    // Given
    Mishap mishap = new FillDisk(broker, disk).draw(new SplittableRandom(1));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "delivery.timeout.ms", 3_000,
                "request.timeout.ms", 2_000,
                "max.block.ms", 1_000,
                "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      sendUntilMore(producer, acknowledged);

      // When
      mishap.begin();

      // Then
      sendUntilMore(producer, failed);

      // When
      mishap.end();

      // Then
      await().atMost(PATIENCE).until(mishap::isOver);
      sendUntilMore(producer, acknowledged);
    }
    assertThat(kept()).isGreaterThanOrEqualTo(acknowledged.get());
  }

  private void sendUntilMore(KafkaProducer<byte[], byte[]> producer, AtomicInteger counted) {
    int before = counted.get();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              var unused =
                  producer.send(
                      new ProducerRecord<>(RECORDS.topic(), new byte[10_000]),
                      (metadata, failure) ->
                          (failure == null ? acknowledged : failed).incrementAndGet());
              return counted.get() > before;
            });
  }

  private long kept() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(address(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(List.of(RECORDS)).get(RECORDS);
    }
  }
}
