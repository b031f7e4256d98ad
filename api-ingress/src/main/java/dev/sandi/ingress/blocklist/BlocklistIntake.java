package dev.sandi.ingress.blocklist;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.messaging.BatchIntake;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.value.TraceParent;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What checks of the processor block, from Kafka. What was told here comes back, and is known. */
@Component
final class BlocklistIntake {

  private final BatchIntake intake;
  private final Blocks blocks;
  private final Outbox outbox;
  private final TransactionOperations transactions;
  private final WakeableLoop followLoop;

  BlocklistIntake(
      BatchIntake intake,
      Blocks blocks,
      Outbox outbox,
      TransactionOperations transactions,
      @Qualifier("blocklistLoop") WakeableLoop followLoop) {
    this.intake = intake;
    this.blocks = blocks;
    this.outbox = outbox;
    this.transactions = transactions;
    this.followLoop = followLoop;
  }

  @KafkaListener(
      id = "ingress-blocklist",
      groupId = "api-ingress-blocklist",
      topics = Topics.BLOCKLIST,
      concurrency = "1",
      batch = "true",
      properties = {BatchIntake.FETCH_ANY, BatchIntake.FETCH_PATIENTLY})
  void on(List<ConsumerRecord<byte[], byte[]>> records) {
    intake.handle(records, this::takeOver);
    followLoop.wake();
  }

  private void takeOver(List<Envelope> envelopes) {
    List<BlockChanged> changes =
        envelopes.stream()
            .map(Envelope::event)
            .filter(BlockChanged.class::isInstance)
            .map(BlockChanged.class::cast)
            .toList();
    transactions.executeWithoutResult(
        status -> {
          blocks.put(changes);
          TraceParent trace = TraceParent.start();
          outbox.append(
              blocks.reassert(changes).stream()
                  .map(change -> Envelope.of(change, change.changedAt(), trace))
                  .toList());
        });
  }
}
