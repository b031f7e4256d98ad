package dev.sandi.processor.report;

import dev.sandi.processor.report.Fallbacks.Kept;
import dev.sandi.processor.report.Fallbacks.Postponed;
import dev.sandi.processor.report.Fallbacks.Resent;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends messages again that no report came for in time, and sees to it that something is told of
 * those that were sent again and did not get far.
 */
@Component
class ResendUnreported {

  private static final int BATCH = 500;

  private final TransactionOperations transactions;
  private final Sessions sessions;
  private final Fallbacks fallbacks;
  private final GatewayMessages messages;
  private final ResendUndelivered resend;
  private final RecordDeliveryReports record;
  private final Clock clock;

  ResendUnreported(
      TransactionOperations transactions,
      Sessions sessions,
      Fallbacks fallbacks,
      GatewayMessages messages,
      ResendUndelivered resend,
      RecordDeliveryReports record,
      Clock clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.fallbacks = fallbacks;
    this.messages = messages;
    this.resend = resend;
    this.record = record;
    this.clock = clock;
  }

  /** Looks at one batch. */
  Next resendDue() {
    int looked = Objects.requireNonNull(transactions.execute(status -> look(clock.instant())));
    return looked == BATCH ? Next.AT_ONCE : Next.WHEN_WOKEN;
  }

  /** Locks sessions first, as everybody does; what another copy looks at is left to it. */
  private int look(Instant now) {
    List<UUID> due = fallbacks.due(now, BATCH);
    Map<SessionId, SessionRow> rows =
        sessions.lockFree(due).stream()
            .collect(Collectors.toMap(SessionRow::id, Function.identity()));
    List<Kept> kept =
        fallbacks.lock(rows.keySet()).values().stream()
            .filter(one -> !one.lookAt().isAfter(now))
            .toList();
    if (kept.isEmpty()) {
      return 0;
    }
    Set<SessionId> underWay =
        fallbacks.underWay(kept.stream().filter(Kept::resent).map(Kept::session).toList());
    List<Kept> again = new ArrayList<>();
    List<Postponed> later = new ArrayList<>();
    List<Kept> ended = new ArrayList<>();
    for (Kept one : kept) {
      Instant dueAt = one.fallback().dueAt();
      SessionRow row = Objects.requireNonNull(rows.get(one.session()));
      if (one.resent() && underWay.contains(one.session())) {
        later.add(new Postponed(one.session(), now.plus(ResendUndelivered.LOOK_AFTER)));
      } else if (one.resent() || !ResendUndelivered.isOpen(row, now)) {
        ended.add(one);
      } else if (dueAt == null || dueAt.isAfter(now)) {
        // It was looked at when its code was to end, and was prolonged.
        later.add(new Postponed(one.session(), earlier(dueAt, row.expiresAt())));
      } else {
        again.add(one);
      }
    }
    resend.send(again);
    fallbacks.resent(
        again.stream().map(one -> new Resent(one.session(), null)).toList(),
        now.plus(ResendUndelivered.LOOK_AFTER));
    fallbacks.postpone(later);
    end(ended);
    return kept.size();
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }

  /** What was not told because there was hope is told if there is none. */
  private void end(List<Kept> ended) {
    fallbacks.end(ended.stream().map(Kept::session).toList());
    List<Kept> withheld = ended.stream().filter(one -> one.withheld() != null).toList();
    Map<SessionId, List<GatewayMessage>> all =
        messages.of(withheld.stream().map(Kept::session).toList());
    record.tell(
        withheld.stream()
            .filter(
                one ->
                    all.getOrDefault(one.session(), List.of()).stream()
                        .allMatch(GatewayMessage::isUndelivered))
            .map(one -> Objects.requireNonNull(one.withheld()))
            .toList());
  }
}
