package dev.sandi.ingress.status;

import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Everything that happens to sessions, from Kafka. */
@Component
final class StatusIntake {

  private final BatchIntake intake;
  private final RecordProgress recordProgress;
  private final PublishedElsewhere elsewhere;

  StatusIntake(BatchIntake intake, RecordProgress recordProgress, PublishedElsewhere elsewhere) {
    this.intake = intake;
    this.elsewhere = elsewhere;
    this.recordProgress = recordProgress;
  }

  @KafkaListener(
      id = "ingress-status",
      groupId = "api-ingress",
      topics = {Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE},
      // Told a moment later, and not record by record: under load each record would be an answer of
      // the broker's of its own.
      properties = {"fetch.min.bytes=524288", "fetch.max.wait.ms=100"},
      batch = "true")
  void on(List<ConsumerRecord<byte[], byte[]>> records) {
    List<ConsumerRecord<byte[], byte[]>> unlisted =
        records.stream().filter(elsewhere::test).toList();
    if (!unlisted.isEmpty()) {
      intake.handle(unlisted, recordProgress::record);
    }
  }
}
