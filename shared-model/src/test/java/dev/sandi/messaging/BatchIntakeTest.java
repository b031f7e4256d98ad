package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.testing.Broker;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.kafka.core.KafkaTemplate;

@RequiresInfrastructure
class BatchIntakeTest {

  private final Broker broker = Infrastructure.shared().broker();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<String> handled = new ArrayList<>();
  private KafkaTemplate<byte[], byte[]> kafka;
  private BatchIntake intake;
  private String source;

  @BeforeEach
  void open() {
    var topics = new TestTopics(broker);
    source = topics.source();
    kafka = topics.template();
    intake = new BatchIntake(new DeadLetters(kafka, "test-service"), metrics, Tracing.OFF);
  }

  @AfterEach
  void close() {
    kafka.destroy();
  }

  @Test
  void aPoisonRecordGoesAsideByteForByteAndItsNeighboursGoOn() {
    // Given
    send(numbered(1));
    var poison = new ProducerRecord<>(source, 0, new byte[] {0, -1, 7}, new byte[] {-2, 0, 123});
    poison.headers().add("ce_type", utf8("block.changed.v1")).add("ce_id", new byte[] {-1});
    poison.headers().add("traceparent", null);
    send(poison);
    send(numbered(2));
    send(numbered(3));

    // When
    intake.handle(broker.read(source), this::handle);

    // Then
    assertThat(handled).containsExactly("1", "2", "3");
    assertThat(dead()).hasSize(1);
    var letter = dead().get(0);
    assertThat(letter.key()).isEqualTo(poison.key());
    assertThat(letter.value()).isEqualTo(poison.value());
    assertThat(letter.headers()).startsWith(poison.headers().toArray());
    assertThat(headersOf(letter))
        .contains(
            "kafka_dlt-original-topic=" + source,
            "kafka_dlt-original-partition=0",
            "kafka_dlt-original-offset=1",
            "kafka_dlt-original-consumer-group=test-service",
            "kafka_dlt-exception-fqcn=dev.sandi.event.UnreadableEventException",
            "kafka_dlt-exception-message=UnreadableEventException: ce_id is not a UUID")
        .anyMatch(header -> header.matches("kafka_dlt-original-timestamp=[0-9]{13}"));
    assertThat(metrics.counter("sandi.intake.dead", "topic", source).count()).isEqualTo(1);
  }

  @Test
  void aRecordWithoutATypeOrABodyGoesAside() {
    // Given
    send(new ProducerRecord<>(source, 0, utf8("k"), utf8("{}")));
    var tombstone = new ProducerRecord<byte[], byte[]>(source, 0, utf8("k"), null);
    tombstone.headers().add("ce_type", utf8("block.changed.v1"));
    send(tombstone);

    // When
    intake.handle(broker.read(source), this::handle);

    // Then
    assertThat(
            dead().stream().map(letter -> TestEvents.header(letter, "kafka_dlt-exception-message")))
        .containsExactly(
            "UnreadableEventException: header ce_type is missing",
            "UnreadableEventException: block.changed.v1 has no body");
    assertThat(dead().get(1).value()).isNull();
  }

  @Test
  void oneRecordInAThousandThatItsHandlerRefusesGoesAsideAlone() {
    // Given
    IntStream.range(0, 1000)
        .mapToObj(i -> kafka.send(numbered(i)))
        .toList()
        .forEach(CompletableFuture::join);
    List<ConsumerRecord<byte[], byte[]>> records = broker.read(source);

    // When: the handler has no effect when it fails, as a transaction has none
    intake.handle(
        records,
        batch -> {
          if (numbers(batch).contains("617")) {
            throw new IllegalStateException("617 is too much");
          }
          handle(batch);
        });

    // Then
    assertThat(handled)
        .containsExactlyElementsOf(
            IntStream.range(0, 1000).filter(i -> i != 617).mapToObj(Integer::toString).toList());
    assertThat(dead()).hasSize(1);
    assertThat(dead().get(0).value()).isEqualTo(records.get(617).value());
  }

  @Test
  void anOutageIsThrownAndNothingGoesAside() {
    // Given
    send(numbered(1));
    send(new ProducerRecord<>(source, 0, utf8("k"), utf8("{}")));
    var outage = new DataAccessResourceFailureException("away", new SQLException("", "08006"));

    // When
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(
              () ->
                  intake.handle(
                      broker.read(source),
                      batch -> {
                        throw outage;
                      }))
          .isSameAs(outage);
    }

    // Then: what cannot be read waits for the others, or it would go aside with each attempt
    assertThat(dead()).isEmpty();
  }

  @Test
  void tellsHowOldTheRecordsAreThatAreTriedAgain() {
    // Given
    var record = numbered(1);
    long hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
    send(new ProducerRecord<>(source, 0, hourAgo, record.key(), record.value(), record.headers()));
    var records = broker.read(source);

    // When
    assertThatThrownBy(
            () ->
                intake.handle(
                    records,
                    batch -> {
                      throw new PublishFailedException(null);
                    }))
        .isInstanceOf(PublishFailedException.class);
    double tried = lag();
    intake.handle(records, this::handle);

    // Then
    assertThat(tried).isBetween(3600.0, 3700.0);
    assertThat(lag()).isZero();
  }

  private double lag() {
    return metrics.get("sandi.intake.lag").tag("topic", source).gauge().value();
  }

  @Test
  void anOutageWhileABatchIsTakenApartIsThrownToo() {
    // Given
    IntStream.range(0, 8).forEach(i -> send(numbered(i)));

    // When
    assertThatThrownBy(
            () ->
                intake.handle(
                    broker.read(source),
                    batch -> {
                      if (numbers(batch).contains("1")) {
                        throw new IllegalStateException("1 is too much");
                      }
                      if (numbers(batch).contains("6")) {
                        throw new PublishFailedException(null);
                      }
                      handle(batch);
                    }))
        .isInstanceOf(PublishFailedException.class);

    // Then
    assertThat(dead()).isEmpty();
  }

  @Test
  void aTypeOfTheFutureIsSkippedAndCounted() {
    // Given
    var future = new ProducerRecord<>(source, 0, utf8("k"), utf8("\"anything\""));
    future.headers().add("ce_type", utf8("otp.teleported.v3"));
    send(future);
    send(numbered(1));

    // When
    intake.handle(broker.read(source), this::handle);

    // Then
    assertThat(handled).containsExactly("1");
    assertThat(metrics.counter("sandi.intake.skipped", "topic", source).count()).isEqualTo(1);
    assertThat(dead()).isEmpty();
  }

  @Test
  void whyARecordWentAsideTellsNothingThatItCarried() {
    // Given
    send(numbered(1));

    // When
    intake.handle(broker.read(source), batch -> Integer.parseInt("493817x"));

    // Then
    assertThat(headersOf(dead().get(0)))
        .contains("kafka_dlt-exception-fqcn=java.lang.NumberFormatException")
        .noneMatch(header -> header.contains("493817"));
  }

  @Test
  void aRecordOfTheLargestSizeThatATopicTakesGoesAsideToo() {
    // Given: a whole producer's request, to which the reason is added
    byte[] value = new byte[1_048_576 - 200];
    send(new ProducerRecord<>(source, 0, utf8("k"), value));

    // When
    intake.handle(broker.read(source), this::handle);

    // Then
    assertThat(dead()).hasSize(1);
    assertThat(dead().get(0).value()).isEqualTo(value);
  }

  @Test
  void aRecordThatOverflowsTheStackGoesAside() {
    // Given
    send(numbered(1));
    send(numbered(2));

    // When
    intake.handle(
        broker.read(source),
        batch -> {
          if (numbers(batch).contains("1")) {
            throw new StackOverflowError();
          }
          handle(batch);
        });

    // Then
    assertThat(handled).containsExactly("2");
    assertThat(dead()).hasSize(1);
  }

  private void handle(List<Envelope> batch) {
    handled.addAll(numbers(batch));
  }

  private static List<String> numbers(List<Envelope> batch) {
    return batch.stream().map(e -> ((BlockChanged) e.event()).digits()).toList();
  }

  private ProducerRecord<byte[], byte[]> numbered(int number) {
    var record =
        EventRecords.write(TestEvents.blocked(Integer.toString(number), "test"), "/sandi/test");
    return new ProducerRecord<>(source, 0, null, record.key(), record.value(), record.headers());
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    kafka.send(record).join();
  }

  private List<ConsumerRecord<byte[], byte[]>> dead() {
    return broker.read(TestTopics.deadLetters(source));
  }

  private static List<String> headersOf(ConsumerRecord<byte[], byte[]> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      String value =
          header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
      headers.add(header.key() + "=" + value);
    }
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
