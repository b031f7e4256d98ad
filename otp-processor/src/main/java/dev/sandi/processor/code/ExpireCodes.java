package dev.sandi.processor.code;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpExpired;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.runtime.WakeableLoop.Next;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Ends codes whose time has passed, and tells it for sessions that were sent. */
@Component
public class ExpireCodes {

  private static final int BATCH = 500;

  /** Longer than any window of guesses, so that forgetting refills no budget. */
  private static final Duration REMEMBERED = Duration.ofDays(2);

  private final TransactionOperations transactions;
  private final Challenges challenges;
  private final Sessions sessions;
  private final OutboxBatches outbox;
  private final CodeMeters meters;
  private final Clock clock;

  ExpireCodes(
      TransactionOperations transactions,
      Challenges challenges,
      Sessions sessions,
      OutboxBatches outbox,
      CodeMeters meters,
      Clock clock) {
    this.transactions = transactions;
    this.challenges = challenges;
    this.sessions = sessions;
    this.outbox = outbox;
    this.meters = meters;
    this.clock = clock;
  }

  /** Ends one batch of codes. */
  public Next expireDue() {
    Instant now = clock.instant();
    int ended =
        Objects.requireNonNull(
            transactions.execute(
                status -> {
                  List<UUID[]> due = challenges.expire(now, BATCH);
                  tell(due.stream().flatMap(Arrays::stream).toList());
                  return due.size();
                }));
    meters.count(CodeMeters.Moment.EXPIRED, ended);
    return ended == BATCH ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  /** Tells that sessions ended with their code, within the caller's transaction. */
  public void tell(List<UUID> ids) {
    Instant now = clock.instant();
    List<SessionRow> expired = sessions.expire(ids, now);
    outbox.append(
        expired.stream()
            .map(row -> Envelope.of(new OtpExpired(row.session(), now), now, row.trace()))
            .toList());
  }

  /** Deletes one batch of challenges that nobody has asked for in days. */
  public Next forgetOld() {
    int forgotten = challenges.forget(clock.instant().minus(REMEMBERED), BATCH);
    return forgotten == BATCH ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }
}
