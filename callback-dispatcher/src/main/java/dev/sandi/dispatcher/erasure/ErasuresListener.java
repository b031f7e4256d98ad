package dev.sandi.dispatcher.erasure;

import dev.sandi.erasure.EraseNumbers;
import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import dev.sandi.runtime.WakeableLoop;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes from Kafka what is to be forgotten. */
@Component
class ErasuresListener {

  private final BatchIntake intake;
  private final EraseNumbers erase;
  private final WakeableLoop loop;

  ErasuresListener(
      BatchIntake intake, EraseNumbers erase, @Qualifier("erasureLoop") WakeableLoop loop) {
    this.intake = intake;
    this.erase = erase;
    this.loop = loop;
  }

  @KafkaListener(
      id = "dispatcher-erasures",
      groupId = "callback-dispatcher-erasures",
      topics = Topics.ERASURES,
      concurrency = "1",
      properties = {BatchIntake.FETCH_ANY, BatchIntake.FETCH_PATIENTLY})
  void onRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, erase::take);
    loop.wake();
  }
}
