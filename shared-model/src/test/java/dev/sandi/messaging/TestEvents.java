package dev.sandi.messaging;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Events to send, and what to tell them by when they arrive. */
final class TestEvents {

  static final Instant NOW = Instant.parse("2026-01-18T09:30:00.123Z");

  private TestEvents() {}

  static Envelope verified(SessionId session, Instant at) {
    return Envelope.of(
        new OtpVerified(
            new Session(
                session,
                new AppId("shop"),
                PhoneNumber.of("6281234567890"),
                ChallengeName.DEFAULT,
                null),
            at),
        at,
        TraceParent.start());
  }

  static Envelope verified() {
    return verified(SessionId.at(NOW), NOW);
  }

  static Envelope blocked(String digits, String reason) {
    return Envelope.of(
        new BlockChanged(digits, false, null, true, reason, "admin", null, NOW),
        NOW,
        TraceParent.start());
  }

  static UUID id(ConsumerRecord<byte[], byte[]> record) {
    return UUID.fromString(header(record, "ce_id"));
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** The records of one key, in the order in which they arrived. */
  static List<ConsumerRecord<byte[], byte[]>> ofKey(
      List<ConsumerRecord<byte[], byte[]>> records, String key) {
    return records.stream()
        .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
        .toList();
  }
}
