package dev.sandi.messaging;

import dev.sandi.runtime.WakeableLoop;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Publishes the outbox, a batch at a time, in order per key.
 *
 * <p>Copies of a service take turns by an advisory lock, because two relays at once could publish
 * two events of one key the wrong way round. A row is deleted in the transaction that read it,
 * after the broker acknowledged it: a crash in between publishes it again, with the same {@code
 * ce_id}. The rows say all that a record needs: what a newer version told and could not publish any
 * more, an older one does.
 */
public final class OutboxRelay {

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

  /** Released with the transaction, so a copy that dies does not keep it. */
  private static final String TAKE_TURN =
      "select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('outbox'))";

  private static final String NEXT =
      """
      select id, event_id, topic, type, key, subject, occurred_at, traceparent, body
      from outbox where key <> all (?) order by id limit ?
      """;

  /** Beyond this it is the broker that is away, and not a key that is broken. */
  private static final int MOST_RESTING = 10_000;

  private static final String DELETE = "delete from outbox where id = any (?)";

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final KafkaOperations<byte[], byte[]> kafka;
  private final String source;
  private final int batchSize;
  private final RelayMeters meters;

  /**
   * Keys whose events were refused: passed over until the end of the outbox was seen, so that a
   * batch of refused events at its head does not hide all others. Only the turn's holder uses it.
   */
  private final Set<String> resting = new HashSet<>();

  private record Row(
      long id,
      String key,
      String type,
      String subject,
      Instant at,
      String trace,
      ProducerRecord<byte[], byte[]> record) {

    String topic() {
      return record.topic();
    }
  }

  /**
   * @param source the service's name, as {@code ce_source}
   * @param batchSize most events in one transaction
   */
  public OutboxRelay(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      KafkaOperations<byte[], byte[]> kafka,
      String source,
      int batchSize,
      RelayMeters meters) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.kafka = kafka;
    this.source = source;
    this.batchSize = batchSize;
    this.meters = meters;
  }

  /**
   * Publishes one batch.
   *
   * @return whether more may be waiting
   * @throws PublishFailedException if the broker did not take all of it; what it took is done with
   */
  public WakeableLoop.Next relayBatch() {
    Published published = Objects.requireNonNull(transactions.execute(status -> publishNext()));
    if (published.failure() != null) {
      throw new PublishFailedException(published.failure());
    }
    if (published.rows() == batchSize) {
      return WakeableLoop.Next.AT_ONCE;
    }
    // A batch costs five round trips and a wait for the disk, however few events it has.
    return published.rows() > 0 ? WakeableLoop.Next.TOGETHER : WakeableLoop.Next.WHEN_WOKEN;
  }

  private record Published(int rows, @org.jspecify.annotations.Nullable Throwable failure) {}

  private Published publishNext() {
    jdbc.query(TAKE_TURN, row -> {});
    List<Row> rows = jdbc.query(NEXT, this::row, resting.toArray(String[]::new), batchSize);
    boolean sawHead = resting.isEmpty();
    if (sawHead) {
      meters.oldestWaits(rows.isEmpty() ? null : rows.get(0).at());
    }
    if (rows.size() < batchSize || resting.size() > MOST_RESTING) {
      resting.clear();
    }
    if (rows.isEmpty()) {
      return new Published(0, null);
    }
    long start = System.nanoTime();
    List<CompletableFuture<?>> sends = send(rows);
    List<Long> done = new ArrayList<>(rows.size());
    // What follows a failure of its key is published again after it, so that the key's order holds.
    Set<String> broken = new HashSet<>();
    Throwable failure = null;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      try {
        sends.get(i).join();
        if (!broken.contains(row.key())) {
          done.add(row.id());
          meters.published(row.topic(), row.type(), row.subject(), row.trace(), start);
        }
      } catch (CompletionException e) {
        failure = e.getCause();
        broken.add(row.key());
      }
    }
    resting.addAll(broken);
    if (sawHead && done.size() == rows.size() && rows.size() < batchSize) {
      meters.oldestWaits(null);
    }
    jdbc.update(DELETE, (Object) done.toArray(Long[]::new));
    log.debug("Published {} of {} events", done.size(), rows.size());
    return new Published(rows.size(), failure);
  }

  /**
   * Sends all rows and waits until each is settled. What is refused at once (an event too large, a
   * topic that is not there) holds back what follows of its key or topic, and nothing else.
   */
  private List<CompletableFuture<?>> send(List<Row> rows) {
    List<CompletableFuture<?>> sends = new ArrayList<>(rows.size());
    Map<String, CompletableFuture<?>> keys = new HashMap<>();
    Map<String, CompletableFuture<?>> topics = new HashMap<>();
    for (Row row : rows) {
      String topic = row.topic();
      CompletableFuture<?> refused = topics.getOrDefault(topic, keys.get(row.key()));
      if (refused == null) {
        try {
          sends.add(kafka.send(row.record()));
          continue;
        } catch (KafkaException e) {
          refused = CompletableFuture.failedFuture(e);
          keys.put(row.key(), refused);
          if (e.getCause() instanceof TimeoutException) {
            // The producer has waited for this topic once; it need not for each row.
            topics.put(topic, refused);
          }
        }
      }
      sends.add(refused);
    }
    kafka.flush();
    return sends;
  }

  private Row row(ResultSet row, int number) throws SQLException {
    Instant at = row.getObject("occurred_at", OffsetDateTime.class).toInstant();
    String type = row.getString("type");
    String subject = row.getString("subject");
    String trace = row.getString("traceparent");
    return new Row(
        row.getLong("id"),
        row.getString("key"),
        type,
        subject,
        at,
        trace,
        EventRecords.write(
            row.getString("topic"),
            type,
            row.getString("key"),
            row.getObject("event_id", UUID.class),
            at,
            subject,
            trace,
            source,
            row.getBytes("body")));
  }
}
