package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Attempts.Recorded;
import dev.sandi.dispatcher.endpoint.WatchEndpoints;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes results, a batch in one transaction: the deliveries, the attempts on record, and the
 * events that tell of them. While the database is away the results are kept, and no more than were
 * held; should the process end, their leases run out and the attempts are repeated.
 *
 * <p>If a batch cannot be written for another reason, it is halved until the results at fault are
 * alone, while all others are written. Of those only the status and the times are kept, so that the
 * attempt counts. What cannot be written even so is dropped: its delivery is repeated when its
 * lease has run out, while a batch that is kept would stop all deliveries.
 */
final class SettleAttempts {

  private static final Logger log = LoggerFactory.getLogger(SettleAttempts.class);
  private static final String DROPPED = "sandi.dispatcher.dropped";
  private static final int MOST = 1000;
  private static final Duration LINGER = Duration.ofMillis(20);

  private final Settlements settlements;
  private final Deliveries deliveries;
  private final Attempts attempts;
  private final TransactionOperations transactions;
  private final OutboxBatches told;
  private final Outbox outbox;
  private final WatchEndpoints endpoints;
  private final Lanes lanes;
  private final Counter dropped;
  private final SettlementMeters meters;
  private final Deque<List<Settlement>> unwritten = new ArrayDeque<>();
  private boolean caughtUp;
  private volatile boolean behind;

  SettleAttempts(
      Settlements settlements,
      Deliveries deliveries,
      Attempts attempts,
      TransactionOperations transactions,
      OutboxBatches told,
      Outbox outbox,
      WatchEndpoints endpoints,
      Lanes lanes,
      MeterRegistry metrics) {
    this.settlements = settlements;
    this.deliveries = deliveries;
    this.attempts = attempts;
    this.transactions = transactions;
    this.told = told;
    this.outbox = outbox;
    this.endpoints = endpoints;
    this.lanes = lanes;
    this.dropped = metrics.counter(DROPPED);
    this.meters = new SettlementMeters(metrics);
  }

  /** Writes one batch. */
  synchronized Next settle() throws InterruptedException {
    if (unwritten.isEmpty()) {
      List<Settlement> batch = settlements.take(MOST, LINGER);
      if (batch.isEmpty()) {
        return Next.WHEN_WOKEN;
      }
      // Fewer than there could be: at that moment nothing else waited.
      caughtUp = batch.size() < MOST;
      batch.forEach(this::tellOfEndpoint);
      unwritten.add(batch);
    }
    while (!unwritten.isEmpty()) {
      settle(unwritten.getFirst());
    }
    return settlements.isEmpty() ? Next.WHEN_WOKEN : Next.AT_ONCE;
  }

  private void settle(List<Settlement> batch) {
    List<Settlement> written;
    try {
      written = writeInOneTransaction(batch);
    } catch (RuntimeException | Error e) {
      if (!isFaultOfResult(e)) {
        behind = true;
        // More may have come meanwhile than the batch that is kept.
        caughtUp = false;
        throw e;
      }
      if (endpoints.forgetNews()) {
        log.error(
            "What {} results say of their endpoints is forgotten, for one or the other cannot be written: {}",
            batch.size(),
            Failures.describeWithoutData(e));
      } else {
        takeApart(batch, e);
      }
      return;
    }
    endpoints.newsWritten();
    if (written.size() < batch.size()) {
      log.info(
          "{} deliveries were taken over before their results were written",
          batch.size() - written.size());
    }
    doneWith(batch);
    written.forEach(meters::settled);
  }

  private void tellOfEndpoint(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    if (attempt != null) {
      endpoints.saw(
          settlement.delivery().endpointId(), attempt.sample(settlement.delivery().probe()));
    }
  }

  private List<Settlement> writeInOneTransaction(List<Settlement> batch) {
    return Objects.requireNonNull(transactions.execute(status -> write(batch)));
  }

  private void takeApart(List<Settlement> batch, Throwable failure) {
    if (batch.size() == 1) {
      Settlement settlement = batch.get(0);
      if (settlement.isBare()) {
        drop(settlement, failure);
        doneWith(batch);
      } else {
        log.error(
            "Of the answer to {} only the status is kept: {}",
            settlement.delivery().eventId(),
            Failures.describeWithoutData(failure));
        unwritten.removeFirst();
        unwritten.addFirst(List.of(settlement.bare()));
      }
      return;
    }
    log.debug("{} results are halved: {}", batch.size(), Failures.describeWithoutData(failure));
    int half = batch.size() / 2;
    unwritten.removeFirst();
    unwritten.addFirst(batch.subList(half, batch.size()));
    unwritten.addFirst(batch.subList(0, half));
  }

  private void drop(Settlement settlement, Throwable failure) {
    dropped.increment();
    log.error(
        "The result of {} cannot be written and is dropped: {}",
        settlement.delivery().eventId(),
        Failures.describeWithoutData(failure));
  }

  private void doneWith(List<Settlement> batch) {
    unwritten.removeFirst();
    if (unwritten.isEmpty() && (caughtUp || settlements.isEmpty())) {
      behind = false;
    }
    settlements.written(batch.size());
    // Last, since who is told of the room asks whether this is behind.
    lanes.settled(batch);
  }

  /** Whether waiting does not help. What says nothing of the database is the result's fault too. */
  private static boolean isFaultOfResult(Throwable failure) {
    return failure instanceof DataIntegrityViolationException
        || (failure instanceof RuntimeException
            && !(failure instanceof DataAccessException)
            && !(failure instanceof TransactionException));
  }

  /** Whether results wait, or waited until a moment ago, for a database that is away. */
  boolean isBehind() {
    return behind;
  }

  private List<Settlement> write(List<Settlement> batch) {
    List<Settlement> ours = deliveries.settle(batch);
    List<Recorded> made =
        ours.stream()
            .flatMap(s -> Stream.ofNullable(s.attempt()).map(a -> recorded(s, a)))
            .toList();
    attempts.record(made);
    told.append(ours.stream().flatMap(s -> CallbackEvents.of(s).stream()).toList());
    outbox.append(endpoints.writeNews());
    return ours;
  }

  private static Recorded recorded(Settlement settlement, Attempt attempt) {
    return new Recorded(settlement.delivery().eventId(), attempt);
  }
}
