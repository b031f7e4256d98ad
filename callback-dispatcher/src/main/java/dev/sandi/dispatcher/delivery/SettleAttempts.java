package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Deliveries.Recorded;
import dev.sandi.event.Envelope;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes results, a batch in one transaction: the deliveries, the attempts on record, and the
 * events that tell of them. While the database is away the results are kept, and no more than were
 * held; should the process end, their leases run out and the attempts are repeated.
 */
final class SettleAttempts {

  private static final Logger log = LoggerFactory.getLogger(SettleAttempts.class);
  private static final String METRIC = "sandi.dispatcher.settled";
  private static final int MOST = 1000;
  private static final Duration LINGER = Duration.ofMillis(5);

  private final Settlements settlements;
  private final Deliveries deliveries;
  private final TransactionOperations transactions;
  private final Outbox outbox;
  private final Lanes lanes;
  private final MeterRegistry metrics;
  private final List<Settlement> unwritten = new ArrayList<>();
  private volatile boolean behind;

  SettleAttempts(
      Settlements settlements,
      Deliveries deliveries,
      TransactionOperations transactions,
      Outbox outbox,
      Lanes lanes,
      MeterRegistry metrics) {
    this.settlements = settlements;
    this.deliveries = deliveries;
    this.transactions = transactions;
    this.outbox = outbox;
    this.lanes = lanes;
    this.metrics = metrics;
  }

  /** Writes one batch. */
  synchronized Next settle() throws InterruptedException {
    if (unwritten.isEmpty()) {
      unwritten.addAll(settlements.take(MOST, LINGER));
    }
    if (unwritten.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    Set<UUID> written = writeInOneTransaction();
    if (written.size() < unwritten.size()) {
      log.info(
          "{} deliveries were taken over before their results were written",
          unwritten.size() - written.size());
    }
    unwritten.forEach(s -> metrics.counter(METRIC, "outcome", s.outcome().name()).increment());
    lanes.settled(unwritten);
    unwritten.clear();
    return settlements.isEmpty() ? Next.WHEN_WOKEN : Next.AT_ONCE;
  }

  private Set<UUID> writeInOneTransaction() {
    boolean failed = true;
    try {
      List<Settlement> batch = List.copyOf(unwritten);
      Set<UUID> written = Objects.requireNonNull(transactions.execute(status -> write(batch)));
      failed = false;
      return written;
    } finally {
      behind = failed;
    }
  }

  /** Whether results wait for a database that is away. */
  boolean isBehind() {
    return behind;
  }

  private Set<UUID> write(List<Settlement> batch) {
    Set<UUID> written = deliveries.settle(batch);
    List<Recorded> attempts =
        ours(batch, written)
            .flatMap(s -> Stream.ofNullable(s.attempt()).map(a -> recorded(s, a)))
            .toList();
    if (!attempts.isEmpty()) {
      deliveries.record(attempts);
    }
    List<Envelope> events =
        ours(batch, written).flatMap(s -> CallbackEvents.of(s).stream()).toList();
    outbox.append(events);
    return written;
  }

  private static Recorded recorded(Settlement settlement, Attempt attempt) {
    return new Recorded(settlement.delivery().eventId(), attempt);
  }

  private static Stream<Settlement> ours(List<Settlement> batch, Set<UUID> written) {
    return batch.stream().filter(s -> written.contains(s.delivery().eventId()));
  }
}
