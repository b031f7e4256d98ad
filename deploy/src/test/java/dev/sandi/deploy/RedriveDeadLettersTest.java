package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Topics;
import dev.sandi.testing.Encryption;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.transport.KafkaSecurity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@RequiresInfrastructure
class RedriveDeadLettersTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void aRecordThatTwoServicesPutAsideIsListedWithItsReasonsAndPutBackOnceAsItWas()
      throws Exception {
    try (Infrastructure own = Infrastructure.isolated()) {
      // Given
      String bootstrap = own.broker().bootstrapServers();
      createTopics(bootstrap, Map.of());
      byte[] body = {0, 1, 2, (byte) 0xff};
      publishDeadLetter(bootstrap, Map.of(), body, "otp-processor");
      publishDeadLetter(bootstrap, Map.of(), body, "api-ingress");
      var redrive = redrive(bootstrap, Map.of());

      // When
      int listed = redrive.run(true);
      int putBack = redrive.run(false);
      int again = redrive.run(false);

      // Then
      assertThat(List.of(listed, putBack, again)).containsExactly(2, 2, 0);
      assertThat(output.toString(StandardCharsets.UTF_8)).contains("no such key");
      assertThat(own.broker().read(Topics.OTP_REQUESTED))
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.key()).isEqualTo("62812".getBytes(StandardCharsets.UTF_8));
                assertThat(record.value()).isEqualTo(body);
                assertThat(record.headers().toArray())
                    .extracting(org.apache.kafka.common.header.Header::key)
                    .containsExactly("ce_type");
              });
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "sandi.infra", matches = "containers")
  void logsInAsTheServicesDo(@TempDir Path dir) throws Exception {
    Encryption encryption = Encryption.in(dir);
    try (Infrastructure own = Infrastructure.encrypted(encryption)) {
      // Given
      var security = KafkaSecurity.ofVariables(encryption.kafkaVariables());
      String bootstrap = own.broker().bootstrapServers();
      createTopics(bootstrap, security);
      publishDeadLetter(bootstrap, security, new byte[] {1}, "otp-processor");

      // When
      int putBack = redrive(bootstrap, security).run(false);

      // Then
      assertThat(putBack).isEqualTo(1);
      assertThat(own.broker().read(Topics.OTP_REQUESTED)).hasSize(1);
    }
  }

  private RedriveDeadLetters redrive(String bootstrap, Map<String, String> security) {
    return new RedriveDeadLetters(
        bootstrap,
        security,
        Topics.OTP_REQUESTED,
        new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  private static Map<String, Object> client(String bootstrap, Map<String, String> security) {
    Map<String, Object> properties = new HashMap<>(security);
    properties.put("bootstrap.servers", bootstrap);
    return properties;
  }

  private static void createTopics(String bootstrap, Map<String, String> security)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(client(bootstrap, security))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.OTP_REQUESTED, 3, (short) 1),
                  new NewTopic(Topics.deadLetter(Topics.OTP_REQUESTED), 3, (short) 1)))
          .all()
          .get();
    }
  }

  private static void publishDeadLetter(
      String bootstrap, Map<String, String> security, byte[] body, String consumer)
      throws ExecutionException, InterruptedException {
    var dead =
        new ProducerRecord<>(
            Topics.deadLetter(Topics.OTP_REQUESTED),
            "62812".getBytes(StandardCharsets.UTF_8),
            body);
    dead.headers()
        .add("ce_type", "otp.requested.v1".getBytes(StandardCharsets.UTF_8))
        .add("kafka_dlt-original-partition", "0".getBytes(StandardCharsets.UTF_8))
        .add("kafka_dlt-original-offset", "7".getBytes(StandardCharsets.UTF_8))
        .add("kafka_dlt-original-consumer-group", consumer.getBytes(StandardCharsets.UTF_8))
        .add("kafka_dlt-exception-message", "no such key".getBytes(StandardCharsets.UTF_8));
    try (var producer =
        new KafkaProducer<>(
            client(bootstrap, security), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(dead).get();
    }
  }
}
