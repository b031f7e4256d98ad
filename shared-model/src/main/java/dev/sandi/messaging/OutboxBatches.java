package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * An {@link Outbox} for services that tell many events at a time: those of one transaction are one
 * row, however many they are. The {@link OutboxBatchRelay} publishes them.
 *
 * <p>Needs the table {@code outbox_batches} beside the outbox. Events of one key are told by one of
 * the two, or their order does not hold.
 */
public final class OutboxBatches {

  private static final String APPEND = "insert into outbox_batches (events) values (?)";

  private final JdbcTemplate jdbc;
  private final Runnable wake;

  /**
   * @param wake called after each commit that told something
   */
  public OutboxBatches(JdbcTemplate jdbc, Runnable wake) {
    this.jdbc = jdbc;
    this.wake = wake;
  }

  /**
   * Appends events, in order, to the caller's transaction.
   *
   * <p>Events of one key keep their order only if whoever tells them holds a lock on what they are
   * about before appending.
   *
   * @throws IllegalStateException outside a transaction
   */
  public void append(List<Envelope> events) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("The outbox is only written inside a transaction");
    }
    if (events.isEmpty()) {
      return;
    }
    jdbc.update(APPEND, (Object) PackedEvents.pack(events.stream().map(ToldEvent::of).toList()));
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wake.run();
          }
        });
  }
}
