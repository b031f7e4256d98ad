package dev.sandi.ingress.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class PoisonRecordTest {

  private final Ingress ingress = Ingress.shared();

  @Test
  void setsAsideWhatCannotBeReadByteForByteAndGoesOn() {
    // Given
    Customer customer = ingress.customer();
    Told told = Told.of(customer.app());
    byte[] key = told.id().toString().getBytes(UTF_8);
    byte[] poison = ("{\"session\":\u0000\u00ff" + UUID.randomUUID()).getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.OTP_LIFECYCLE, null, key, poison);
    EventRecords.write(told.sent(), "/sandi/test").headers().forEach(record.headers()::add);

    // When
    ingress.publish(record);
    ingress.tell(told.verified());

    // Then
    await().until(() -> "verified".equals(customer.get("/v2/otp/" + told.id()).text("status")));
    await().untilAsserted(() -> assertThat(dead(poison)).hasSize(1));
    ConsumerRecord<byte[], byte[]> dead = dead(poison).get(0);
    assertThat(dead.key()).isEqualTo(key);
    assertThat(header(dead, "ce_type")).isEqualTo("otp.sent.v1");
    assertThat(header(dead, "kafka_dlt-original-topic")).isEqualTo(Topics.OTP_LIFECYCLE);
  }

  @Test
  void setsAsideWhatCannotBeStoredAndKeepsItsNeighbours() {
    // Given: a session of a day that has no partition, between two good ones
    Customer customer = ingress.customer();
    Told before = Told.of(customer.app());
    Told future = Told.of(customer.app(), Instant.now().plus(Duration.ofDays(400)));
    Told after = Told.of(customer.app());

    // When
    ingress.tell(before.requested(), future.requested(), after.requested());

    // Then
    for (Told good : List.of(before, after)) {
      await().until(() -> customer.get("/v2/otp/" + good.id()).status() == 200);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(
                        ingress.records(
                            Topics.deadLetter(Topics.OTP_REQUESTED), future.id().toString()))
                    .hasSize(1));
  }

  @Test
  void skipsTypesOfLaterVersions() {
    // Given
    Customer customer = ingress.customer();
    Told told = Told.of(customer.app());
    Envelope sent = told.sent();
    ProducerRecord<byte[], byte[]> unknown = EventRecords.write(sent, "/sandi/test");
    unknown.headers().remove("ce_type").add("ce_type", "otp.pondered.v1".getBytes(UTF_8));

    // When
    ingress.publish(unknown);
    ingress.tell(told.delivered());

    // Then
    await().until(() -> "delivered".equals(customer.get("/v2/otp/" + told.id()).text("status")));
    assertThat(ingress.records(Topics.deadLetter(Topics.OTP_LIFECYCLE), told.id().toString()))
        .isEmpty();
  }

  private static List<ConsumerRecord<byte[], byte[]>> dead(byte[] value) {
    return Infrastructure.shared().broker().read(Topics.deadLetter(Topics.OTP_LIFECYCLE)).stream()
        .filter(record -> Arrays.equals(record.value(), value))
        .toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
