package dev.sandi.dispatcher.intake;

import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes lifecycle events from their topic. Never calls a customer: that is not its thread's. */
@Component
class LifecycleListener {

  private final BatchIntake intake;
  private final CallBackForEvents callBack;

  LifecycleListener(BatchIntake intake, CallBackForEvents callBack) {
    this.intake = intake;
    this.callBack = callBack;
  }

  @KafkaListener(
      id = "dispatcher-intake",
      groupId = "callback-dispatcher",
      topics = Topics.OTP_LIFECYCLE)
  void onRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, callBack::callBack);
  }
}
