package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import dev.sandi.event.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An event that is to be published, with all that its record needs.
 *
 * @param body JSON
 */
record ToldEvent(
    UUID id,
    String topic,
    String type,
    String key,
    String subject,
    Instant time,
    String trace,
    String body) {

  static ToldEvent of(Envelope envelope) {
    return new ToldEvent(
        envelope.id(),
        envelope.type().topic(),
        envelope.type().wireName(),
        envelope.event().key(),
        envelope.event().subject(),
        envelope.time(),
        envelope.trace().value(),
        new String(EventJson.write(envelope.event()), StandardCharsets.UTF_8));
  }

  ProducerRecord<byte[], byte[]> record(String source) {
    return EventRecords.write(topic, type, key, id, time, subject, trace, source, bytes());
  }

  /** The body as it is published. */
  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
