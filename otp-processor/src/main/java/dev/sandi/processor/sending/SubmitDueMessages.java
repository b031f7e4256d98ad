package dev.sandi.processor.sending;

import dev.sandi.processor.sending.MoveStranded.Moved;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.SessionId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Claims messages that are due and submits them, as many at a time as the window has room for. No
 * transaction is open while a gateway is asked.
 */
@Component
class SubmitDueMessages {

  private static final Logger log = LoggerFactory.getLogger(SubmitDueMessages.class);
  private static final int BATCH = 500;

  private final ClaimMessages claim;
  private final RunningGateways gateways;
  private final MoveStranded stranded;
  private final SubmitMessage submit;
  private final RecordOutcomes outcomes;
  private final AtomicInteger unsettled = new AtomicInteger();
  private volatile boolean closed;

  SubmitDueMessages(
      ClaimMessages claim,
      RunningGateways gateways,
      MoveStranded stranded,
      SubmitMessage submit,
      RecordOutcomes outcomes) {
    this.claim = claim;
    this.gateways = gateways;
    this.stranded = stranded;
    this.submit = submit;
    this.outcomes = outcomes;
  }

  /** Submits a batch for each gateway that has room, and moves what waits for one that cannot. */
  Next submitDue() {
    if (outcomes.isBehind()) {
      claim.databaseIsAway();
      return Next.WHEN_WOKEN;
    }
    if (closed) {
      return Next.WHEN_WOKEN;
    }
    try {
      return submitAllDue();
    } catch (RuntimeException | Error e) {
      claim.databaseIsAway();
      throw e;
    }
  }

  private Next submitAllDue() {
    claim.giveBackUnheard();
    gateways.look();
    Next next = Next.WHEN_WOKEN;
    for (RunningGateway gateway : gateways.all()) {
      if (!closed) {
        next = next.orSooner(submitDue(gateway));
      }
    }
    Moved moved = stranded.move(claim.mayBeLapsed());
    claim.databaseIsThere();
    end(moved.hopeless());
    if (moved.moved() > 0) {
      return Next.AT_ONCE;
    }
    return stranded.isUnderWay() ? next.orSooner(Next.SOON) : next;
  }

  private void end(List<SessionId> hopeless) {
    if (!hopeless.isEmpty()) {
      Claims claims = claim.these(hopeless);
      unsettled.addAndGet(claims.size());
      claims.messages().forEach(message -> submit.end(message, unsettled::decrementAndGet));
      claims.unreadable().forEach(hold -> submit.drop(hold, unsettled::decrementAndGet));
    }
  }

  /**
   * A claim costs the same however few messages it has: what comes while nobody waits for room is
   * gathered for a moment.
   */
  private Next submitDue(RunningGateway gateway) {
    int room = gateway.take(BATCH);
    if (room == 0) {
      return Next.WHEN_WOKEN;
    }
    int claimed = 0;
    try {
      Claims claims = claim.due(gateway.name(), room);
      claimed = claims.size();
      unsettled.addAndGet(claimed);
      claims
          .messages()
          .forEach(
              message -> submit.submit(message, gateway, claims.leasedUntil(), settled(gateway)));
      claims.unreadable().forEach(hold -> submit.drop(hold, settled(gateway)));
    } finally {
      gateway.giveBack(room - claimed);
    }
    if (claimed == room) {
      return Next.AT_ONCE;
    }
    return claimed > 0 ? Next.TOGETHER : Next.WHEN_WOKEN;
  }

  private Runnable settled(RunningGateway gateway) {
    return () -> {
      gateway.recorded();
      unsettled.decrementAndGet();
    };
  }

  /** The next round looks for messages that no gateway has, however soon after the last. */
  void lookForStranded() {
    stranded.lookSoon();
  }

  /** Claims nothing any more, once the round that may be under way is over. */
  void claimNothingMore() {
    closed = true;
  }

  /** Gives what is under way a moment to be answered. */
  void awaitSettled() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    try {
      while (unsettled.get() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells of what is left to be settled after the next start. */
  void tellUnsettled() {
    if (unsettled.get() > 0) {
      log.warn(
          "{} messages without an answer; they are settled after the next start", unsettled.get());
    }
  }
}
