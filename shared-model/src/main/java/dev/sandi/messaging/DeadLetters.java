package dev.sandi.messaging;

import dev.sandi.event.Topics;
import dev.sandi.runtime.Failures;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Records that could not be read or handled, byte for byte as they came, with where from and why in
 * headers. Published before the source's offset moves on.
 */
public final class DeadLetters {

  private final KafkaOperations<byte[], byte[]> kafka;
  private final String consumer;

  /**
   * @param consumer the service that could not handle them
   */
  public DeadLetters(KafkaOperations<byte[], byte[]> kafka, String consumer) {
    this.kafka = kafka;
    this.consumer = consumer;
  }

  /**
   * Publishes and waits until the broker has it.
   *
   * @throws PublishFailedException if the broker did not take it
   */
  void publish(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
    ProducerRecord<byte[], byte[]> dead =
        new ProducerRecord<>(Topics.deadLetter(record.topic()), null, record.key(), record.value());
    record.headers().forEach(dead.headers()::add);
    Headers headers = dead.headers();
    add(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, record.topic());
    add(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, Integer.toString(record.partition()));
    add(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, Long.toString(record.offset()));
    add(headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, Long.toString(record.timestamp()));
    add(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, consumer);
    add(headers, KafkaHeaders.DLT_EXCEPTION_FQCN, reason.getClass().getName());
    add(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, Failures.describeWithoutData(reason));
    try {
      kafka.send(dead).join();
    } catch (CompletionException e) {
      throw new PublishFailedException(e.getCause());
    }
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
