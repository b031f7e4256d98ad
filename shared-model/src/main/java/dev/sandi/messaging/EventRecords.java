package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.UnreadableEventException;
import dev.sandi.value.Rfc3339;
import dev.sandi.value.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records: the JSON body as value, CloudEvents attributes as headers (CloudEvents
 * 1.0, Kafka protocol binding, binary content mode).
 */
public final class EventRecords {

  private static final Header SPECVERSION = new RecordHeader("ce_specversion", utf8("1.0"));
  private static final Header CONTENT_TYPE =
      new RecordHeader("content-type", utf8("application/json"));

  private EventRecords() {}

  /**
   * Writes an event as the record of its topic.
   *
   * @param source the service that tells it, as {@code ce_source}
   */
  public static ProducerRecord<byte[], byte[]> write(Envelope envelope, String source) {
    return write(
        envelope.type().topic(),
        envelope.type().wireName(),
        envelope.event().key(),
        envelope.id(),
        envelope.time(),
        envelope.event().subject(),
        envelope.trace().value(),
        source,
        EventJson.write(envelope.event()));
  }

  static ProducerRecord<byte[], byte[]> write(
      String topic,
      String wireName,
      String key,
      UUID id,
      Instant time,
      String subject,
      String traceParent,
      String source,
      byte[] body) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, utf8(key), body);
    record
        .headers()
        .add(SPECVERSION)
        .add("ce_id", utf8(id.toString()))
        .add("ce_type", utf8(wireName))
        .add("ce_source", utf8(source))
        .add("ce_time", utf8(Rfc3339.of(time)))
        .add("ce_subject", utf8(subject))
        .add("traceparent", utf8(traceParent))
        .add(CONTENT_TYPE);
    return record;
  }

  /**
   * Reads a record.
   *
   * @return empty if its type is one that this version does not know
   * @throws UnreadableEventException if it breaks the contract
   */
  public static Optional<Envelope> read(ConsumerRecord<byte[], byte[]> record) {
    String wireName = required(record.headers(), "ce_type");
    Optional<EventType> type = EventType.find(wireName);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    if (record.value() == null) {
      throw new UnreadableEventException(wireName + " has no body");
    }
    return Optional.of(
        new Envelope(
            id(record.headers()),
            time(record.headers()),
            TraceParent.orNew(text(record.headers(), "traceparent")),
            EventJson.read(type.get(), record.value())));
  }

  private static UUID id(Headers headers) {
    try {
      return UUID.fromString(required(headers, "ce_id"));
    } catch (IllegalArgumentException e) {
      throw new UnreadableEventException("ce_id is not a UUID");
    }
  }

  private static Instant time(Headers headers) {
    try {
      return Instant.parse(required(headers, "ce_time"));
    } catch (DateTimeParseException e) {
      throw new UnreadableEventException("ce_time is not a time");
    }
  }

  private static String required(Headers headers, String name) {
    String text = text(headers, name);
    if (text == null) {
      throw new UnreadableEventException("header " + name + " is missing");
    }
    return text;
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
