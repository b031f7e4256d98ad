package dev.sandi.processor.sending;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpVerified;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.ReasonInWords;
import dev.sandi.processor.report.Fallbacks;
import dev.sandi.processor.report.GatewayMessages;
import dev.sandi.processor.sending.Submissions.Postponed;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes how claims ended, all of a batch in one transaction: sessions, messages of gateways, what
 * falls back, what is tried again, and the events. What is written twice changes nothing.
 */
@Component
class WriteOutcomes {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final TransactionOperations transactions;
  private final JdbcTemplate jdbc;
  private final int patienceMillis;
  private final Submissions submissions;
  private final Sessions sessions;
  private final GatewayMessages messages;
  private final Fallbacks fallbacks;
  private final RouteMessages route;
  private final OutboxBatches outbox;
  private final Clock clock;

  WriteOutcomes(
      TransactionOperations transactions,
      JdbcTemplate jdbc,
      ProcessorProperties properties,
      Submissions submissions,
      Sessions sessions,
      GatewayMessages messages,
      Fallbacks fallbacks,
      RouteMessages route,
      OutboxBatches outbox,
      Clock clock) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.patienceMillis = Math.toIntExact(properties.submitLease().dividedBy(4).toMillis());
    this.submissions = submissions;
    this.sessions = sessions;
    this.messages = messages;
    this.fallbacks = fallbacks;
    this.route = route;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Writes them, or fails while their leases last: what is written later than that another copy has
   * submitted again.
   */
  void write(List<Outcome> batch) {
    transactions.executeWithoutResult(
        status -> {
          limitSilence();
          writeAll(batch);
        });
  }

  /** Of this transaction's connection; the pool takes it back with its own limit. */
  private void limitSilence() {
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              connection.setNetworkTimeout(Runnable::run, patienceMillis);
              return true;
            });
  }

  private void writeAll(List<Outcome> batch) {
    Instant now = clock.instant();
    List<Envelope> events = new ArrayList<>();
    // Before their messages, as everybody does.
    sessions.hold(batch.stream().map(outcome -> outcome.session().value()).toList());
    writeSent(only(Outcome.Sent.class, batch), now, events);
    writeDropped(only(Outcome.Dropped.class, batch), now, events);
    writeRetries(only(Outcome.Retry.class, batch), now);
    outbox.append(events);
  }

  private void writeSent(List<Outcome.Sent> sent, Instant now, List<Envelope> events) {
    if (sent.isEmpty()) {
      return;
    }
    submissions.deleteSent(sent.stream().map(Outcome.Sent::message).toList());
    Map<UUID, Outcome.Sent> bySession = new HashMap<>();
    sent.forEach(outcome -> bySession.put(outcome.message().session().value(), outcome));
    List<Sessions.SentRow> rows =
        sessions.sent(bySession.values().stream().map(outcome -> sent(outcome, now)).toList());
    messages.add(
        sent.stream()
            .filter(outcome -> outcome.taken().reported())
            .map(WriteOutcomes::taken)
            .toList());
    fallbacks.add(
        rows.stream()
            .map(row -> Objects.requireNonNull(bySession.get(row.session().id().value())))
            .flatMap(outcome -> route.fallback(outcome.message(), now).stream())
            .toList());
    for (Sessions.SentRow sentRow : rows) {
      SessionRow row = sentRow.session();
      Outcome.Sent outcome = Objects.requireNonNull(bySession.get(row.id().value()));
      events.add(
          envelope(
              row,
              new OtpSent(
                  row.session(),
                  outcome.message().gateway(),
                  outcome.messageIds().get(0),
                  outcome.segments(),
                  now,
                  row.expiresAt(),
                  outcome.latency().toMillis(),
                  sentRow.sends()),
              now));
      tellEnd(row, now, events);
    }
  }

  private static Sessions.Sent sent(Outcome.Sent outcome, Instant now) {
    Claimed message = outcome.message();
    return new Sessions.Sent(
        message.session().value(),
        message.gateway(),
        outcome.messageIds().get(0),
        outcome.segments(),
        now,
        message.resend(),
        message.sends());
  }

  private static GatewayMessages.Taken taken(Outcome.Sent outcome) {
    return new GatewayMessages.Taken(
        outcome.id(),
        outcome.message().session(),
        outcome.message().gateway(),
        outcome.messageIds(),
        outcome.message().msisdn());
  }

  private void writeDropped(List<Outcome.Dropped> dropped, Instant now, List<Envelope> events) {
    if (dropped.isEmpty()) {
      return;
    }
    List<UUID> held = submissions.deleteHeld(dropped.stream().map(Outcome.Dropped::hold).toList());
    Map<SessionId, Outcome.Dropped> bySession = new HashMap<>();
    dropped.forEach(outcome -> bySession.put(outcome.session(), outcome));
    Map<String, List<UUID>> byReason =
        held.stream().collect(Collectors.groupingBy(id -> reasonOf(bySession, id)));
    byReason.forEach(
        (reason, ids) -> {
          for (SessionRow row : sessions.fail(ids, reason, now)) {
            Outcome.Dropped outcome = Objects.requireNonNull(bySession.get(row.id()));
            if (row.verifiedAt() == null) {
              events.add(
                  envelope(
                      row,
                      new OtpFailed(
                          row.session(),
                          reason,
                          outcome.hold().gateway(),
                          outcome.detail(),
                          ReasonInWords.failed(reason, outcome.detail()),
                          now),
                      now));
            }
            tellEnd(row, now, events);
          }
        });
  }

  private static String reasonOf(Map<SessionId, Outcome.Dropped> bySession, UUID id) {
    return Objects.requireNonNull(bySession.get(new SessionId(id))).reason();
  }

  private void writeRetries(List<Outcome.Retry> retries, Instant now) {
    if (retries.isEmpty()) {
      return;
    }
    submissions.postpone(retries.stream().map(r -> postponed(r, now)).toList());
  }

  private static Postponed postponed(Outcome.Retry retry, Instant now) {
    return new Postponed(
        retry.message(),
        until(retry, now),
        retry.ambiguous(),
        retry.putOff(),
        retry.way().gateway(),
        retry.way().tried());
  }

  /** A gateway that asks for less has no room until it wants more: messages wait for that alone. */
  private static Instant until(Outcome.Retry retry, Instant now) {
    if (retry.putOff()) {
      return retry.message().dueAt();
    }
    return retry.way().atOnce() ? now : now.plus(pause(retry.message()));
  }

  /** Whoever ended the code before this moment left the telling to us. */
  private static void tellEnd(SessionRow row, Instant now, List<Envelope> events) {
    if (row.verifiedAt() != null) {
      events.add(envelope(row, new OtpVerified(row.session(), row.verifiedAt()), now));
    } else if (row.state().equals("expired")) {
      events.add(envelope(row, new OtpExpired(row.session(), now), now));
    }
  }

  private static Envelope envelope(SessionRow row, LifecycleEvent event, Instant now) {
    return Envelope.of(event, now, row.trace());
  }

  private static Duration pause(Claimed message) {
    Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(message.attempt() - 1, 10));
    return pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY;
  }

  private static <O extends Outcome> List<O> only(Class<O> type, List<Outcome> batch) {
    return batch.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
