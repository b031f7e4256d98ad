package dev.sandi.processor.erasure;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpVerified;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.gateway.ReasonInWords;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Ends sessions that have no number any more before a message was sent, and tells so. */
@Component
public class EndErased {

  private static final String REASON = "erased";

  private final Sessions sessions;
  private final OutboxBatches outbox;
  private final Clock clock;

  EndErased(Sessions sessions, OutboxBatches outbox, Clock clock) {
    this.sessions = sessions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Within the caller's transaction; those that have been sent are left alone. */
  public void end(Collection<UUID> ids) {
    Instant now = clock.instant();
    outbox.append(
        sessions.fail(ids, REASON, now).stream()
            .map(row -> Envelope.of(end(row, now), now, row.trace()))
            .toList());
  }

  /** Whose code was verified before its message was on record, ended as that. */
  private static LifecycleEvent end(SessionRow row, Instant now) {
    Instant verifiedAt = row.verifiedAt();
    return verifiedAt == null
        ? new OtpFailed(row.session(), REASON, null, null, ReasonInWords.failed(REASON, null), now)
        : new OtpVerified(row.session(), verifiedAt);
  }
}
