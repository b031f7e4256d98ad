package dev.sandi.erasure;

import dev.sandi.erasure.ErasureParts.Part;
import dev.sandi.erasure.ForgetsNumbers.Forgotten;
import dev.sandi.event.Envelope;
import dev.sandi.event.ErasureDone;
import dev.sandi.event.ErasureRequested;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.TraceParent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets the numbers of the sessions that the ingress tells. Each session's row says how far it
 * is, so whichever copy dies, another goes on; a batch is one transaction of a bounded size.
 *
 * <p>Every session is gone through twice: at once, and again when nothing that began before can be
 * under way any more. A transaction that had not seen the note may write the number after the first
 * time, and so may a copy that had a message or callback in hand.
 */
public final class EraseNumbers {

  private static final Logger log = LoggerFactory.getLogger(EraseNumbers.class);

  private static final int MOST = 100;
  private static final Duration IN_HAND = Duration.ofSeconds(1);

  /**
   * Connections end a transaction that idles, or a statement that does not answer, after half of
   * it.
   */
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

  private final ErasedSessions sessions;
  private final ErasureParts parts;
  private final ForgetsNumbers forget;
  private final TransactionOperations transactions;
  private final Outbox outbox;
  private final Clock clock;
  private final String service;
  private final Duration again;
  private final Duration retention;

  /**
   * @param service as it is named in events
   * @param lease the longest that a copy has something in hand
   * @param retention how long sessions are kept
   */
  public EraseNumbers(
      ErasureStores stores,
      ForgetsNumbers forget,
      TransactionOperations transactions,
      Outbox outbox,
      Clock clock,
      String service,
      Duration lease,
      Duration retention) {
    this.sessions = stores.sessions();
    this.parts = stores.parts();
    this.forget = forget;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
    this.service = service;
    this.again = lease.plus(LONGEST_TRANSACTION);
    this.retention = retention;
  }

  /** Notes what is to be forgotten. A request that comes again changes nothing. */
  public void take(List<Envelope> envelopes) {
    Instant now = clock.instant();
    transactions.executeWithoutResult(
        status ->
            envelopes.stream()
                .map(Envelope::event)
                .filter(ErasureRequested.class::isInstance)
                .map(ErasureRequested.class::cast)
                .forEach(request -> sessions.note(request, now)));
  }

  /** Forgets the number of one batch of sessions. Safe on several copies. */
  public Next erase() {
    return Boolean.TRUE.equals(transactions.execute(status -> takeTurn()))
        ? Next.AT_ONCE
        : Next.WHEN_WOKEN;
  }

  /** Deletes the ids of which nothing can come any more. */
  public Next forgetOld() {
    return Boolean.TRUE.equals(
            transactions.execute(status -> sessions.forget(clock.instant(), retention)))
        ? Next.AT_ONCE
        : Next.WHEN_WOKEN;
  }

  private boolean takeTurn() {
    Instant now = clock.instant();
    Optional<Part> turn = parts.takeTurn(now);
    turn.ifPresent(part -> work(part, now));
    return turn.isPresent();
  }

  private void work(Part part, Instant now) {
    List<UUID> due = parts.due(part, now, MOST);
    Part counted = part;
    if (!due.isEmpty()) {
      Forgotten forgotten = forget.forget(due);
      List<UUID> passed = due.stream().filter(id -> !forgotten.inHand().contains(id)).toList();
      parts.passed(part, passed, now.plus(again));
      parts.putOff(part, forgotten.inHand(), now.plus(IN_HAND));
      counted = part.plus(forgotten.rows());
      parts.counted(counted);
    }
    if (!parts.isLeft(part)) {
      parts.done(part, now);
      outbox.append(
          List.of(
              Envelope.of(
                  new ErasureDone(part.erasure(), part.number(), service, counted.rows(), now),
                  now,
                  TraceParent.start())));
      log.info("Part {} of erasure {} is done", part.number(), part.erasure());
    }
  }
}
