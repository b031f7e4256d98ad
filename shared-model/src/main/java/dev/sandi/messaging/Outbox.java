package dev.sandi.messaging;

import dev.sandi.event.Envelope;
import dev.sandi.storage.Columns;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Events that a transaction tells: they are rows of the same transaction, so nothing is told that
 * was not committed, and what was committed is told. The {@link OutboxRelay} publishes them.
 */
public final class Outbox {

  private static final String APPEND =
      """
      insert into outbox (event_id, topic, type, key, subject, occurred_at, traceparent, body)
      select id, topic, type, key, subject, time, trace, body
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[],
                  ?::bytea[])
           with ordinality as e (id, topic, type, key, subject, time, trace, body, n)
      order by n
      """;

  /** From the end: what was published at its head may not be vacuumed yet. */
  private static final String WAITING =
      "select count(*) from (select from outbox order by id desc limit ?) as waiting";

  private final JdbcTemplate jdbc;
  private final Runnable wake;

  /**
   * @param wake called after each commit that told something
   */
  public Outbox(JdbcTemplate jdbc, Runnable wake) {
    this.jdbc = jdbc;
    this.wake = wake;
  }

  /**
   * Appends events, in order, to the caller's transaction.
   *
   * <p>Events of one key keep their order only if whoever tells them holds a lock on what they are
   * about, such as the session's row, before appending: ids are given in this statement.
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
    appendTold(events.stream().map(ToldEvent::of).toList());
  }

  /** Appends what was told before, by other means. */
  void appendTold(List<ToldEvent> events) {
    jdbc.update(
        APPEND,
        Columns.text(events, ToldEvent::id),
        Columns.text(events, ToldEvent::topic),
        Columns.text(events, ToldEvent::type),
        Columns.text(events, ToldEvent::key),
        Columns.text(events, ToldEvent::subject),
        Columns.text(events, ToldEvent::time),
        Columns.text(events, ToldEvent::trace),
        Columns.bytes(events, ToldEvent::bytes));
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wake.run();
          }
        });
  }

  /** Has events published that were appended by other means, in a transaction that is committed. */
  public void wake() {
    wake.run();
  }

  /**
   * How many events wait to be published, counted up to {@code most}: whoever tells many at a time
   * can let the others' pass.
   */
  public int waiting(int most) {
    Integer waiting = jdbc.queryForObject(WAITING, Integer.class, most);
    return waiting == null ? 0 : waiting;
  }
}
