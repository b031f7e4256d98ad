package dev.sandi.processor.intake;

import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Takes accepted requests from Kafka, a batch at a time. */
@Component
class OtpRequestedListener {

  private final BatchIntake intake;
  private final AcceptRequests accept;

  OtpRequestedListener(BatchIntake intake, AcceptRequests accept) {
    this.intake = intake;
    this.accept = accept;
  }

  @KafkaListener(id = "processor-intake", groupId = "otp-processor", topics = Topics.OTP_REQUESTED)
  void onRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, accept::accept);
  }
}
