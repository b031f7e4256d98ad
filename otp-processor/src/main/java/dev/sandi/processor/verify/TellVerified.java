package dev.sandi.processor.verify;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpVerified;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.runtime.WakeableLoop.Next;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends the sessions whose code was verified, and tells so, a batch in one transaction. They are
 * noted in the guess's own transaction, so that none is forgotten, and leave in the one that tells,
 * so that none is told twice.
 */
@Component
class TellVerified {

  private static final int BATCH = 1000;

  private final TransactionOperations transactions;
  private final Guesses guesses;
  private final Sessions sessions;
  private final Outbox outbox;

  TellVerified(
      TransactionOperations transactions, Guesses guesses, Sessions sessions, Outbox outbox) {
    this.transactions = transactions;
    this.guesses = guesses;
    this.sessions = sessions;
    this.outbox = outbox;
  }

  /** One batch. */
  Next tellWaiting() {
    int taken = Objects.requireNonNull(transactions.execute(status -> tell()));
    return taken == BATCH ? Next.AT_ONCE : taken > 0 ? Next.TOGETHER : Next.WHEN_WOKEN;
  }

  /**
   * A session that is not known as sent yet only notes the moment: its {@code OtpSent} must be told
   * first, by whoever records the gateway's answer.
   */
  private int tell() {
    Map<UUID, Instant> verified = guesses.takeVerified(BATCH);
    if (!verified.isEmpty()) {
      outbox.append(sessions.verified(verified).stream().map(TellVerified::envelope).toList());
    }
    return verified.size();
  }

  private static Envelope envelope(SessionRow row) {
    Instant at = Objects.requireNonNull(row.verifiedAt());
    return Envelope.of(new OtpVerified(row.session(), at), at, row.trace());
  }
}
