package dev.sandi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaTest {

  @TempDir Path dir;

  @Test
  void keepsRecordsAndPortThroughRepeatedRestarts() throws Exception {
    try (var kafka = LocalKafka.start(dir, 0)) {
      // Given
      var address = kafka.bootstrapServers();
      createTopic(address);
      for (var round = 1; round <= 3; round++) {
        send(address, "round " + round);
        kafka.stop();
        kafka.start();
      }

      // When
      var values = read(address);

      // Then
      assertThat(values).containsExactly("round 1", "round 2", "round 3");
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
    }
  }

  @Test
  void startsOnDataThatAKilledBrokerLeft() throws Exception {
    // Given
    try (var kafka = LocalKafka.start(dir, 0)) {
      createTopic(kafka.bootstrapServers());
      send(kafka.bootstrapServers(), "kept");
      send(kafka.bootstrapServers(), "kept");
      send(kafka.bootstrapServers(), "kept");
    }
    new KafkaStorage(dir, BrokerSecurity.NONE).setClean(false);

    // When
    try (var kafka = LocalKafka.start(dir, 0)) {

      // Then
      assertThat(read(kafka.bootstrapServers())).hasSize(3);
    }
    assertThat(new KafkaStorage(dir, BrokerSecurity.NONE).isClean()).isTrue();
  }

  @Test
  void tellsClientsOfAListenerWhereElseToCome() throws Exception {
    // Given
    var port = Loopback.choosePort(0);
    var listener = new AdvertisedPort("PROXIED", Loopback.choosePort(0), port);

    // When
    try (var kafka = LocalKafka.start(dir, port, List.of(listener))) {

      // Then
      assertThat(toldPort(Loopback.HOST + ":" + listener.port())).isEqualTo(kafka.port());
    }
  }

  private static int toldPort(String address) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
      return admin.describeCluster().nodes().get().iterator().next().port();
    }
  }

  @Test
  void runsBesideAnotherBrokerOfTheSameJvm() throws Exception {
    // Given
    try (var one = LocalKafka.start(dir.resolve("one"), 0);
        var other = LocalKafka.start(dir.resolve("other"), 0)) {
      createTopic(one.bootstrapServers());

      // When
      Set<String> topics;
      try (var admin = Admin.create(Map.of("bootstrap.servers", other.bootstrapServers()))) {
        topics = admin.listTopics().names().get();
      }

      // Then
      assertThat(topics).isEmpty();
    }
  }

  private static void createTopic(String address) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic("greetings", 1, (short) 1))).all().get();
    }
  }

  private static void send(String address, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("greetings", value)).get();
    }
  }

  private static List<String> read(String address) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                address,
                "group.id",
                "readers",
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                10),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("greetings"));
      var records = consumer.poll(Duration.ZERO);
      for (var attempts = 0; records.count() < 3 && attempts < 50; attempts++) {
        records = consumer.poll(Duration.ofMillis(200));
      }
      return StreamSupport.stream(records.spliterator(), false).map(r -> r.value()).toList();
    }
  }
}
