package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Envelope;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.messaging.EventRecords;
import dev.sandi.value.TraceParent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.record.DefaultRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of deploy/docs/capacity.md that follow from the contract. */
class CapacityTest {

  @ParameterizedTest
  @CsvSource({
    "otp.requested.v1, api-ingress",
    "otp.sent.v1, otp-processor",
    "otp.delivered.v1, otp-processor",
    "otp.verified.v1, otp-processor",
    "callback.delivered.v1, callback-dispatcher"
  })
  void bytesOfAnEventAreThoseOfItsGoldenSample(String name, String service) throws IOException {
    // Given
    var type = EventType.find(name).orElseThrow();
    byte[] sample;
    try (var in = CapacityTest.class.getResourceAsStream("/sample/" + name + ".json")) {
      sample = in.readAllBytes();
    }
    var envelope =
        new Envelope(
            new UUID(0, 0),
            Instant.parse("2026-01-18T09:30:00.123Z"),
            TraceParent.orNew(""),
            EventJson.read(type, sample));

    // When
    var record = EventRecords.write(envelope, service);
    var bytes =
        DefaultRecord.sizeInBytes(
            0,
            0,
            ByteBuffer.wrap(record.key()),
            ByteBuffer.wrap(record.value()),
            record.headers().toArray());

    // Then
    assertThat(Files.readString(Path.of("docs/capacity.md")))
        .contains("| `%s` | %d | %d |".formatted(name, record.value().length, bytes));
  }
}
