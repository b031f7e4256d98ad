package dev.sandi.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.local.BrokerSecurity;
import dev.sandi.local.LocalKafka;
import dev.sandi.testing.Encryption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of every kind, at brokers that let in by password and by certificate. */
class LoggingInToKafkaTest {

  @TempDir static Path dir;

  private static Encryption encryption;
  private static LocalKafka byPassword;
  private static LocalKafka byCertificate;

  @BeforeAll
  static void startBrokers() throws Exception {
    encryption = Encryption.in(dir);
    byPassword =
        LocalKafka.start(
            dir.resolve("passwords"),
            0,
            BrokerSecurity.ofPasswords(
                encryption.brokerTls(),
                Map.of(Encryption.USER, Encryption.PASSWORD),
                Map.of(Encryption.PLAIN_USER, Encryption.PLAIN_PASSWORD)));
    byCertificate =
        LocalKafka.start(
            dir.resolve("certificates"), 0, BrokerSecurity.ofCertificates(encryption.brokerTls()));
  }

  @AfterAll
  static void stopBrokers() {
    byPassword.close();
    byCertificate.close();
  }

  @Test
  void scramLetsInWhoKnowsThePassword() throws Exception {
    assertThat(roundTrip(byPassword, encryption.kafkaVariables())).isEqualTo("hello");
  }

  @Test
  void plainLetsInWhoKnowsThePassword() throws Exception {
    // Given
    var variables = new HashMap<>(encryption.kafkaVariables());
    variables.put("SANDI_KAFKA_SASL_MECHANISM", "PLAIN");
    variables.put("SANDI_KAFKA_USERNAME", Encryption.PLAIN_USER);
    variables.put("SANDI_KAFKA_PASSWORD", Encryption.PLAIN_PASSWORD);

    // Then
    assertThat(roundTrip(byPassword, variables)).isEqualTo("hello");
  }

  @Test
  void aCertificateLetsInWithoutAPassword() throws Exception {
    assertThat(
            roundTrip(byCertificate, shown(encryption.clientCertificate(), encryption.clientKey())))
        .isEqualTo("hello");
  }

  @Test
  void aCertificateOfAnotherAuthorityDoesNot() {
    assertThatThrownBy(
            () ->
                roundTrip(
                    byCertificate,
                    shown(encryption.impostorCertificate(), encryption.impostorKey())))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() {
    // Given
    var variables = new HashMap<>(encryption.kafkaVariables());
    variables.put("SANDI_KAFKA_PASSWORD", "wrong-password-of-the-test");

    // Then
    assertThatThrownBy(() -> roundTrip(byPassword, variables))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SaslAuthenticationException.class)
        .hasMessageContaining("invalid credentials")
        .hasMessageNotContaining("wrong-password-of-the-test");
  }

  @Test
  void aBrokerThatIsNotTheOneIsNotTalkedTo() {
    // Given
    var variables = new HashMap<>(encryption.kafkaVariables());
    variables.put("SANDI_KAFKA_TLS_AUTHORITIES", encryption.stranger());

    // Then
    assertThatThrownBy(() -> roundTrip(byPassword, variables))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SslAuthenticationException.class)
        .rootCause()
        .hasMessageContaining("unable to find valid certification path");
  }

  private static Map<String, String> shown(String certificate, String key) {
    return Map.of(
        "SANDI_KAFKA_TLS",
        "true",
        "SANDI_KAFKA_TLS_AUTHORITIES",
        encryption.authority(),
        "SANDI_KAFKA_TLS_CERTIFICATE",
        certificate,
        "SANDI_KAFKA_TLS_PRIVATE_KEY",
        key);
  }

  /** Makes a topic, writes to it, and gives what is read of it. */
  private static String roundTrip(LocalKafka kafka, Map<String, String> variables)
      throws ExecutionException, InterruptedException {
    Map<String, Object> client = new HashMap<>(KafkaSecurity.ofVariables(variables));
    client.put("bootstrap.servers", kafka.bootstrapServers());
    var partition = new TopicPartition("greetings-" + System.nanoTime(), 0);
    try (var admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get();
    }
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(partition.topic(), "hello".getBytes(UTF_8))).get();
    }
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var found = consumer.poll(Duration.ofSeconds(20));
      return new String(found.iterator().next().value(), UTF_8);
    }
  }
}
