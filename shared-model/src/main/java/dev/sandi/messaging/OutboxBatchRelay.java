package dev.sandi.messaging;

import dev.sandi.runtime.WakeableLoop.Next;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Publishes {@link OutboxBatches}, in order per key, and deletes a batch in the transaction that
 * read it: a crash in between publishes it again, with the same {@code ce_id}. Copies of a service
 * take turns.
 *
 * <p>What the broker does not take becomes rows of the outbox, whose relay tries again and knows
 * what to do about a key that is broken. As long as anything is there, what follows goes there,
 * too, so that it overtakes nothing.
 */
public final class OutboxBatchRelay {

  private static final Logger log = LoggerFactory.getLogger(OutboxBatchRelay.class);

  private static final String TAKE_TURN =
      "select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('outbox_batches'))";

  private static final String NEXT =
      """
      select id, events, exists (select from outbox) as others
      from outbox_batches where id > ? order by id limit ?
      """;

  private static final String DELETE = "delete from outbox_batches where id = any (?)";

  private static final long BETWEEN_LOOKS_AT_ALL = TimeUnit.MINUTES.toNanos(1);

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final KafkaOperations<byte[], byte[]> kafka;
  private final Outbox outbox;
  private final String source;
  private final int most;
  private final RelayMeters meters;
  private long passed;
  private long passedNext;
  private long newest;
  private long lookedAtAllAt = System.nanoTime() - BETWEEN_LOOKS_AT_ALL;

  private record Batch(long id, List<ToldEvent> events, boolean others) {}

  /**
   * @param source the service's name, as {@code ce_source}
   * @param most batches in one transaction
   */
  public OutboxBatchRelay(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      KafkaOperations<byte[], byte[]> kafka,
      Outbox outbox,
      String source,
      int most,
      RelayMeters meters) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.kafka = kafka;
    this.outbox = outbox;
    this.source = source;
    this.most = most;
    this.meters = meters;
  }

  /** Publishes some batches, and tells whether more may be waiting. */
  public Next relay() {
    int batches = Objects.requireNonNull(transactions.execute(status -> relayNext()));
    if (batches == most) {
      return Next.AT_ONCE;
    }
    return batches > 0 ? Next.TOGETHER : Next.WHEN_WOKEN;
  }

  private int relayNext() {
    jdbc.query(TAKE_TURN, row -> {});
    List<Batch> batches =
        jdbc.query(
            NEXT,
            (row, number) ->
                new Batch(
                    row.getLong("id"),
                    PackedEvents.unpack(row.getBytes("events")),
                    row.getBoolean("others")),
            after(),
            most);
    if (batches.isEmpty()) {
      meters.oldestWaits(null);
      return 0;
    }
    List<ToldEvent> events = batches.stream().flatMap(batch -> batch.events().stream()).toList();
    meters.oldestWaits(events.get(0).time());
    List<ToldEvent> left = batches.get(0).others() ? events : publish(events);
    log.debug("Published {} of {} events", events.size() - left.size(), events.size());
    if (!left.isEmpty()) {
      outbox.appendTold(left);
    }
    if (batches.size() < most) {
      meters.oldestWaits(null);
    }
    newest = Math.max(newest, batches.get(batches.size() - 1).id());
    jdbc.update(DELETE, (Object) batches.stream().map(Batch::id).toArray(Long[]::new));
    return batches.size();
  }

  /**
   * After which id to look. What was deleted is stepped over for as long as somebody holds an old
   * snapshot; but ids become visible in another order than they were given, so this lags by a
   * minute or two, and once a minute a look is taken at all.
   */
  private long after() {
    long now = System.nanoTime();
    if (now - lookedAtAllAt < BETWEEN_LOOKS_AT_ALL) {
      return passed;
    }
    lookedAtAllAt = now;
    passed = passedNext;
    passedNext = newest;
    return 0;
  }

  /** Publishes events; returns those that were not taken, and those that follow them. */
  private List<ToldEvent> publish(List<ToldEvent> events) {
    List<CompletableFuture<?>> sends = new ArrayList<>(events.size());
    Set<String> broken = new HashSet<>();
    boolean away = false;
    long start = System.nanoTime();
    for (ToldEvent event : events) {
      CompletableFuture<?> send = CompletableFuture.failedFuture(new TimeoutException());
      if (!away && !broken.contains(event.key())) {
        try {
          send = kafka.send(event.record(source));
        } catch (KafkaException e) {
          broken.add(event.key());
          // The producer has waited once; it need not for each of them.
          away = e.getCause() instanceof TimeoutException;
        }
      }
      sends.add(send);
    }
    kafka.flush();
    List<ToldEvent> left = new ArrayList<>();
    broken.clear();
    for (int i = 0; i < events.size(); i++) {
      ToldEvent event = events.get(i);
      if (!isTaken(sends.get(i))) {
        broken.add(event.key());
      }
      if (broken.contains(event.key())) {
        left.add(event);
      } else {
        meters.published(event.topic(), event.type(), event.subject(), event.trace(), start);
      }
    }
    return List.copyOf(left);
  }

  private static boolean isTaken(CompletableFuture<?> send) {
    try {
      send.join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }
}
