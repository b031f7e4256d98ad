package dev.sandi.ingress.erasure;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.Envelope;
import dev.sandi.event.ErasureRequested;
import dev.sandi.ingress.erasure.Erasure.Stage;
import dev.sandi.ingress.erasure.NumberTraces.Requests;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
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
 * Goes through what the ingress keeps of numbers that are to be erased, and tells the other
 * services the sessions that it finds, in the transaction that forgets whose they are. A turn is
 * one batch: whichever copy dies, another goes on.
 *
 * <p>It goes through twice: at once, and again when whatever was under way is written, from
 * requests that were being answered to records of other systems that were on the topics. Then the
 * number is deleted here as well.
 */
final class WalkErasures {

  private static final Logger log = LoggerFactory.getLogger(WalkErasures.class);

  /** The other services, as they are named in events. */
  static final List<String> OTHERS = List.of("otp-processor", "callback-dispatcher");

  /** Longer than a request may take, and than a connection leaves a transaction open. */
  static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private static final Duration UNREAD = Duration.ofSeconds(2);
  private static final int MOST_REQUESTS = 500;
  private static final int MOST_CALLS = 5000;

  private final Erasures erasures;
  private final NumberTraces traces;
  private final AuditedNumbers audit;
  private final TopicPlaces topics;
  private final TransactionOperations transactions;
  private final Outbox outbox;
  private final Sealer sealer;
  private final Clock clock;

  WalkErasures(
      Erasures erasures,
      NumberTraces traces,
      AuditedNumbers audit,
      TopicPlaces topics,
      TransactionOperations transactions,
      Outbox outbox,
      Sealer sealer,
      Clock clock) {
    this.erasures = erasures;
    this.traces = traces;
    this.audit = audit;
    this.topics = topics;
    this.transactions = transactions;
    this.outbox = outbox;
    this.sealer = sealer;
    this.clock = clock;
  }

  /** One batch of the erasure whose turn it is. Safe on several copies. */
  Next walk() {
    return Boolean.TRUE.equals(transactions.execute(status -> takeTurn()))
        ? Next.AT_ONCE
        : Next.WHEN_WOKEN;
  }

  private boolean takeTurn() {
    Instant now = clock.instant();
    Optional<Erasure> turn = erasures.takeTurn(now);
    if (turn.isEmpty()) {
      erasures.finish(now);
      return false;
    }
    Erasure erasure = turn.get();
    if (erasure.stage() == Stage.FIRST) {
      first(erasure.places().isEmpty() ? erasure.at(topics.ends()) : erasure, now);
    } else if (topics.passed(erasure.places())) {
      second(erasure, now);
    } else {
      erasures.advance(erasure, now.plus(UNREAD));
    }
    return true;
  }

  private void first(Erasure erasure, Instant now) {
    Batch batch = forget(erasure);
    if (batch.more()) {
      erasures.advance(batch.erasure(), now);
    } else {
      erasures.advance(batch.erasure().onceMore(), now.plus(UNDER_WAY));
    }
  }

  private void second(Erasure erasure, Instant now) {
    Batch batch = forget(erasure);
    if (batch.more()) {
      erasures.advance(batch.erasure(), now);
    } else {
      erasures.walked(batch.erasure(), traces.kept(number(erasure)), topics.longest(), now);
      log.info("Erasure {} is done here", erasure.id());
    }
  }

  private record Batch(Erasure erasure, boolean more) {}

  private Batch forget(Erasure erasure) {
    PhoneNumber msisdn = number(erasure);
    // What was accepted within the same millisecond may have been accepted before.
    UUID before = UuidV7.lowerBound(erasure.requestedAt().plusMillis(1));
    Requests requests = traces.eraseRequests(msisdn, before, MOST_REQUESTS);
    Erasure walked = erasure.counted("requests", requests.all());
    if (!requests.sessions().isEmpty()) {
      walked = walked.withPart();
      tell(walked, requests.sessions());
    }
    if (requests.all() == MOST_REQUESTS) {
      return new Batch(walked, true);
    }
    AuditedNumbers.Step step = audit.mask(msisdn, walked.auditCursor(), MOST_CALLS);
    walked =
        walked
            .counted("sends", traces.forgetSends(msisdn, before))
            .counted("abandoned", traces.forgetAbandoned(msisdn, before))
            .counted("admin_audit", step.calls());
    return new Batch(step.until() == null ? walked : walked.audited(step.until()), step.more());
  }

  private void tell(Erasure erasure, List<SessionId> sessions) {
    erasures.addPart(erasure.id(), erasure.parts(), OTHERS);
    outbox.append(
        List.of(
            Envelope.of(
                new ErasureRequested(
                    erasure.id(), erasure.parts(), sessions, erasure.requestedAt()),
                clock.instant(),
                TraceParent.start())));
  }

  private PhoneNumber number(Erasure erasure) {
    return new PhoneNumber(
        sealer.open(erasure.sealedMsisdn(), Erasure.context(erasure.id())).reveal());
  }
}
