package dev.sandi.dispatcher.app;

import dev.sandi.event.AppChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes the settings of apps from their topic. */
@Component
class AppsListener {

  private final BatchIntake intake;
  private final Apps apps;

  AppsListener(BatchIntake intake, Apps apps) {
    this.intake = intake;
    this.apps = apps;
  }

  /** The topic has one partition. */
  @KafkaListener(
      id = "dispatcher-apps",
      groupId = "callback-dispatcher-apps",
      topics = Topics.APPS,
      concurrency = "1",
      properties = {BatchIntake.FETCH_ANY, BatchIntake.FETCH_PATIENTLY})
  void onRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, this::store);
  }

  private void store(List<Envelope> envelopes) {
    List<AppChanged> changes =
        envelopes.stream()
            .map(Envelope::event)
            .filter(AppChanged.class::isInstance)
            .map(AppChanged.class::cast)
            .toList();
    if (!changes.isEmpty()) {
      apps.store(changes);
    }
  }
}
