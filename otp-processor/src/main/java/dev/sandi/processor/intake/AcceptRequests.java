package dev.sandi.processor.intake;

import dev.sandi.erasure.ErasedSessions;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpRequested;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.processor.check.CheckFailedException;
import dev.sandi.processor.check.Decision;
import dev.sandi.processor.check.RunChecks;
import dev.sandi.processor.code.ExpireCodes;
import dev.sandi.processor.code.IssueCodes;
import dev.sandi.processor.code.IssueCodes.Issued;
import dev.sandi.processor.code.ProlongCodes;
import dev.sandi.processor.erasure.EndErased;
import dev.sandi.processor.sending.QueueMessages;
import dev.sandi.processor.sending.Submitter;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.processor.simulator.MagicNumbers;
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
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes accepted requests sessions: one transaction a batch, from dedupe to outbox. A request that
 * comes again is a session already, and changes nothing.
 */
@Component
class AcceptRequests {

  private final TransactionOperations transactions;
  private final Sessions sessions;
  private final RunChecks checks;
  private final IssueCodes codes;
  private final ProlongCodes prolong;
  private final ExpireCodes expiry;
  private final QueueMessages messages;
  private final Submitter submitter;
  private final OutboxBatches outbox;
  private final ErasedSessions erasedSessions;
  private final EndErased endErased;
  private final RequestMeters meters;
  private final Clock clock;

  AcceptRequests(
      TransactionOperations transactions,
      Sessions sessions,
      RunChecks checks,
      IssueCodes codes,
      ProlongCodes prolong,
      ExpireCodes expiry,
      QueueMessages messages,
      Submitter submitter,
      OutboxBatches outbox,
      ErasedSessions erasedSessions,
      EndErased endErased,
      RequestMeters meters,
      Clock clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.checks = checks;
    this.codes = codes;
    this.prolong = prolong;
    this.expiry = expiry;
    this.messages = messages;
    this.submitter = submitter;
    this.outbox = outbox;
    this.erasedSessions = erasedSessions;
    this.endErased = endErased;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * What became of a batch.
   *
   * @param fresh those that were no sessions before
   * @param codes of the others, the code's id by session
   */
  record Accepted(List<Request> fresh, Map<SessionId, Decision> refused, Map<UUID, UUID> codes) {

    static final Accepted NOTHING = new Accepted(List.of(), Map.of(), Map.of());
  }

  void accept(List<Envelope> envelopes) {
    Map<UUID, Request> requests = new LinkedHashMap<>();
    for (Envelope envelope : envelopes) {
      if (envelope.event() instanceof OtpRequested event) {
        requests.merge(
            event.sessionId().value(), new Request(envelope, event), AcceptRequests::lasting);
      }
    }
    if (!requests.isEmpty()) {
      Accepted accepted = accept(requests, Set.of());
      submitter.wake();
      prolong.prolong(repeated(requests, accepted));
    }
  }

  private static Request lasting(Request first, Request second) {
    return second.expiresAt().isAfter(first.expiresAt()) ? second : first;
  }

  private static List<Request> repeated(Map<UUID, Request> requests, Accepted accepted) {
    Set<UUID> fresh = accepted.fresh().stream().map(Request::id).collect(Collectors.toSet());
    return requests.values().stream().filter(r -> !fresh.contains(r.id())).toList();
  }

  /** A check whose statement fails takes the transaction with it: it is done again without. */
  private Accepted accept(Map<UUID, Request> requests, Set<String> passedOver) {
    long start = System.nanoTime();
    try {
      Accepted accepted =
          Objects.requireNonNull(transactions.execute(status -> acceptAll(requests, passedOver)));
      meters.count(accepted, start);
      return accepted;
    } catch (CheckFailedException e) {
      Set<String> more = new HashSet<>(passedOver);
      if (!more.addAll(e.checks())) {
        throw e;
      }
      return accept(requests, more);
    }
  }

  private Accepted acceptAll(Map<UUID, Request> requests, Set<String> passedOver) {
    Set<UUID> erased = erasedSessions.among(requests.keySet());
    List<Request> all =
        requests.values().stream()
            .map(r -> erased.contains(r.id()) ? withoutNumber(r) : r)
            .toList();
    Set<UUID> inserted = sessions.insert(all);
    endErased.end(erased.stream().filter(inserted::contains).toList());
    List<Request> fresh =
        all.stream().filter(r -> inserted.contains(r.id()) && !erased.contains(r.id())).toList();
    if (fresh.isEmpty()) {
      return Accepted.NOTHING;
    }
    Map<SessionId, Decision> refused = checks.refuse(toBeChecked(fresh), passedOver);
    reject(refused);
    List<Request> admitted =
        fresh.stream().filter(r -> !refused.containsKey(r.event().sessionId())).toList();
    Issued issued = codes.issue(admitted);
    expiry.tell(issued.superseded());
    messages.queue(admitted, issued.codes());
    return new Accepted(fresh, refused, issued.codes());
  }

  /** What was erased while it was still on its way is on record as ended, and has no number. */
  private static Request withoutNumber(Request request) {
    return new Request(request.envelope(), request.event().withoutNumber());
  }

  /**
   * A chosen outcome is what becomes of a test, whether it was chosen with the message or by the
   * number: no check may bring about another one.
   */
  private List<OtpRequested> toBeChecked(List<Request> requests) {
    return requests.stream()
        .map(Request::event)
        .filter(event -> event.simulatedOutcome() == null)
        .filter(event -> !MagicNumbers.isMagic(event.msisdn()) || !messages.isSimulated(event))
        .toList();
  }

  private void reject(Map<SessionId, Decision> refused) {
    Instant now = clock.instant();
    Map<String, List<UUID>> byReason = new LinkedHashMap<>();
    refused
        .values()
        .forEach(
            d ->
                byReason
                    .computeIfAbsent(d.refusal().reason(), reason -> new ArrayList<>())
                    .add(d.session().value()));
    List<Envelope> events = new ArrayList<>();
    byReason.forEach(
        (reason, ids) -> {
          for (SessionRow row : sessions.reject(ids, reason, now)) {
            Decision decision = Objects.requireNonNull(refused.get(row.id()));
            events.add(
                Envelope.of(
                    new OtpRejected(
                        row.session(),
                        decision.check(),
                        reason,
                        decision.refusal().evidence(),
                        now),
                    now,
                    row.trace()));
          }
        });
    outbox.append(events);
  }
}
