package dev.sandi.ingress.erasure;

import dev.sandi.event.Envelope;
import dev.sandi.event.ErasureDone;
import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Hears from the other services what they are done with. */
@Component
class ErasuresListener {

  private final BatchIntake intake;
  private final Erasures erasures;
  private final TransactionOperations transactions;
  private final Clock clock;

  ErasuresListener(
      BatchIntake intake, Erasures erasures, TransactionOperations transactions, Clock clock) {
    this.intake = intake;
    this.erasures = erasures;
    this.transactions = transactions;
    this.clock = clock;
  }

  @KafkaListener(
      id = "ingress-erasures",
      groupId = "api-ingress-erasures",
      topics = Topics.ERASURES,
      batch = "true",
      concurrency = "1",
      properties = {BatchIntake.FETCH_ANY, BatchIntake.FETCH_PATIENTLY})
  void onRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, this::note);
  }

  private void note(List<Envelope> envelopes) {
    transactions.executeWithoutResult(
        status -> {
          for (Envelope envelope : envelopes) {
            if (envelope.event() instanceof ErasureDone done) {
              erasures.partDone(
                  done.erasureId(), done.part(), done.service(), done.rows(), done.doneAt());
            }
          }
          erasures.finish(clock.instant());
        });
  }
}
