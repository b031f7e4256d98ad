package dev.sandi.processor.report;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.gateway.ReasonInWords;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Records delivery reports, a batch in one transaction. */
@Component
public class RecordDeliveryReports {

  private final TransactionOperations transactions;
  private final Sessions sessions;
  private final Fallbacks fallbacks;
  private final ResendUndelivered resend;
  private final OutboxBatches outbox;
  private final ReportSpans spans;
  private final Clock clock;

  RecordDeliveryReports(
      TransactionOperations transactions,
      Sessions sessions,
      Fallbacks fallbacks,
      ResendUndelivered resend,
      OutboxBatches outbox,
      ReportSpans spans,
      Clock clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.fallbacks = fallbacks;
    this.resend = resend;
    this.outbox = outbox;
    this.spans = spans;
    this.clock = clock;
  }

  /**
   * Records what gateways say by session, which is final. Returns the sessions that took their
   * report; one that is not known as sent yet does not. The first report of a session holds.
   */
  public Set<SessionId> record(List<DeliveryReport> reports) {
    Map<SessionId, Finding> bySession = new LinkedHashMap<>();
    reports.forEach(report -> bySession.putIfAbsent(report.session(), Finding.of(report)));
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              sessions.hold(bySession.keySet().stream().map(SessionId::value).toList());
              return settle(List.copyOf(bySession.values()));
            }));
  }

  /**
   * Records findings, at most one of a session, in the caller's transaction: tells them, or sends
   * again what was not delivered.
   */
  Set<SessionId> settle(List<Finding> findings) {
    Set<SessionId> taken = new HashSet<>();
    List<DeliveryReport> delivered =
        findings.stream().filter(f -> !f.isNegative()).map(Finding::report).toList();
    Set<SessionId> arrived = tell(delivered);
    fallbacks.endDelivered(arrived);
    taken.addAll(arrived);
    List<Finding> negative = findings.stream().filter(Finding::isNegative).toList();
    taken.addAll(tell(resend.resend(negative, clock.instant())));
    return taken;
  }

  /** Tells reports, at most one of a session, and returns the sessions that it is news of. */
  Set<SessionId> tell(List<? extends DeliveryReport> told) {
    if (told.isEmpty()) {
      return Set.of();
    }
    long start = System.nanoTime();
    Map<SessionId, DeliveryReport> reports =
        told.stream().collect(Collectors.toMap(DeliveryReport::session, Function.identity()));
    Instant now = clock.instant();
    List<SessionRow> rows = new ArrayList<>();
    rows.addAll(
        sessions.delivered(
            only(DeliveryReport.Delivered.class, reports)
                .map(report -> report.session().value())
                .toList(),
            now));
    rows.addAll(
        sessions.undelivered(
            only(DeliveryReport.Undelivered.class, reports)
                .map(r -> new Sessions.Undelivered(r.session().value(), r.reason()))
                .toList(),
            now));
    outbox.append(
        rows.stream()
            .map(row -> envelope(row, Objects.requireNonNull(reports.get(row.id())), now))
            .toList());
    rows.forEach(row -> spans.recorded(row, Objects.requireNonNull(reports.get(row.id())), start));
    return rows.stream().map(SessionRow::id).collect(Collectors.toSet());
  }

  private static Envelope envelope(SessionRow row, DeliveryReport report, Instant now) {
    return Envelope.of(event(row, report, now), now, row.trace());
  }

  private static LifecycleEvent event(SessionRow row, DeliveryReport report, Instant now) {
    if (report instanceof DeliveryReport.Undelivered undelivered) {
      return new OtpUndelivered(
          row.session(),
          undelivered.gateway(),
          undelivered.messageId(),
          undelivered.reason(),
          undelivered.networkCode(),
          ReasonInWords.undelivered(undelivered.reason()),
          now);
    }
    return new OtpDelivered(row.session(), report.gateway(), report.messageId(), now);
  }

  private static <R extends DeliveryReport> Stream<R> only(
      Class<R> type, Map<SessionId, DeliveryReport> reports) {
    return reports.values().stream().filter(type::isInstance).map(type::cast);
  }
}
