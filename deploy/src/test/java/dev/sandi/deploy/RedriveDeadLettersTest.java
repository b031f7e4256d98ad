package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Topics;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class RedriveDeadLettersTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void aRecordThatTwoServicesPutAsideIsListedWithItsReasonsAndPutBackOnceAsItWas()
      throws Exception {
    try (Infrastructure own = Infrastructure.isolated()) {
      // Given
      String bootstrap = own.broker().bootstrapServers();
      createTopics(bootstrap);
      byte[] body = {0, 1, 2, (byte) 0xff};
      publishDeadLetter(bootstrap, body, "otp-processor");
      publishDeadLetter(bootstrap, body, "api-ingress");
      var redrive = redrive(bootstrap);

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

  private RedriveDeadLetters redrive(String bootstrap) {
    return new RedriveDeadLetters(
        bootstrap, Topics.OTP_REQUESTED, new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  private static void createTopics(String bootstrap)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.OTP_REQUESTED, 3, (short) 1),
                  new NewTopic(Topics.deadLetter(Topics.OTP_REQUESTED), 3, (short) 1)))
          .all()
          .get();
    }
  }

  private static void publishDeadLetter(String bootstrap, byte[] body, String consumer)
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
            Map.of("bootstrap.servers", (Object) bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(dead).get();
    }
  }
}
