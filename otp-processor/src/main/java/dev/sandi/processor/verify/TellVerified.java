package dev.sandi.processor.verify;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpVerified;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.List;
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
  private final OutboxBatches outbox;
  private final Tracing tracing;

  TellVerified(
      TransactionOperations transactions,
      Guesses guesses,
      Sessions sessions,
      OutboxBatches outbox,
      Tracing tracing) {
    this.transactions = transactions;
    this.guesses = guesses;
    this.sessions = sessions;
    this.outbox = outbox;
    this.tracing = tracing;
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
      List<SessionRow> ended = sessions.verified(verified);
      outbox.append(ended.stream().map(TellVerified::envelope).toList());
      ended.stream()
          .filter(row -> tracing.records(row.trace()))
          .forEach(row -> Tracing.onCommit(() -> trace(row)));
    }
    return verified.size();
  }

  /** From the guess to its telling: who asked is in a trace of their own, of the same session. */
  private void trace(SessionRow row) {
    tracing
        .span("verify", SpanKind.INTERNAL, row.trace())
        .setStartTimestamp(Objects.requireNonNull(row.verifiedAt()))
        .setAttribute(TraceAttributes.SESSION, row.id().toString())
        .setAttribute(TraceAttributes.APP, row.session().appId().value())
        .setAttribute(TraceAttributes.OUTCOME, "verified")
        .startSpan()
        .end();
  }

  private static Envelope envelope(SessionRow row) {
    Instant at = Objects.requireNonNull(row.verifiedAt());
    return Envelope.of(new OtpVerified(row.session(), at), at, row.trace());
  }
}
