package dev.sandi.processor.intake;

import dev.sandi.event.AppChanged;
import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import dev.sandi.processor.check.AppPolicies;
import dev.sandi.processor.check.Blocks;
import dev.sandi.processor.code.CodeFormats;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes over the settings of apps and the blocklist. */
@Component
class SettingsListener {

  private final BatchIntake intake;
  private final AppPolicies policies;
  private final Blocks blocks;
  private final CodeFormats formats;

  SettingsListener(BatchIntake intake, AppPolicies policies, Blocks blocks, CodeFormats formats) {
    this.intake = intake;
    this.policies = policies;
    this.blocks = blocks;
    this.formats = formats;
  }

  @KafkaListener(
      id = "processor-settings",
      groupId = "otp-processor-settings",
      topics = {Topics.APPS, Topics.BLOCKLIST},
      concurrency = "1")
  void onRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, this::takeOver);
  }

  private void takeOver(List<Envelope> envelopes) {
    policies.put(only(AppChanged.class, envelopes));
    formats.put(only(AppChanged.class, envelopes));
    blocks.put(only(BlockChanged.class, envelopes));
  }

  private static <E extends Event> List<E> only(Class<E> type, List<Envelope> envelopes) {
    return envelopes.stream()
        .map(Envelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
