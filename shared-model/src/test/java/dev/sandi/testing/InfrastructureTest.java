package dev.sandi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class InfrastructureTest {

  @Test
  void readsWholeTopics() throws Exception {
    // Given
    var broker = Infrastructure.shared().broker();
    var topic = "letters-" + UUID.randomUUID();
    send(broker, topic, "a", "b", "c");

    // When
    var records = broker.read(topic);

    // Then
    assertThat(records)
        .extracting(record -> new String(record.value(), UTF_8))
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void dumpsTheTablesOfAllServices() throws Exception {
    // Given
    try (var infrastructure = Infrastructure.isolated()) {
      var database = infrastructure.database();
      for (var schema : List.of("ingress", "processor", "dispatcher")) {
        execute(database, schema, "create table thing as select 'here in " + schema + "' as text");
      }

      // When
      var dump = database.dump();

      // Then
      assertThat(dump)
          .contains("COPY ingress.thing", "here in ingress", "here in processor")
          .contains("here in dispatcher");
    }
  }

  @Test
  void takesTheDatabaseAwayAndGivesItBackWithItsData() throws Exception {
    try (var infrastructure = Infrastructure.isolated()) {
      // Given
      var database = infrastructure.database();
      execute(database, "ingress", "create table thing as select 'kept' as text");

      // When
      database.stop();

      // Then
      assertThatThrownBy(database::superuser).isInstanceOf(SQLException.class);

      // When
      database.start();

      // Then
      assertThat(database.dump()).contains("kept");
    }
  }

  @Test
  void takesTheBrokerAwayAndGivesItBackWithItsData() throws Exception {
    try (var infrastructure = Infrastructure.isolated()) {
      // Given
      var broker = infrastructure.broker();
      send(broker, "letters", "a");

      // When
      broker.stop();
      broker.start();

      // Then
      assertThat(broker.read("letters")).hasSize(1);
    }
  }

  private static void execute(Database database, String schema, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                database.jdbcUrl(), "sandi_" + schema, database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void send(Broker broker, String topic, String... values) throws Exception {
    Map<String, Object> address = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(address);
        var producer =
            new KafkaProducer<>(address, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
      for (var value : values) {
        producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))).get();
      }
    }
  }
}
