package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.sending.MoveStranded.Moved;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

  /**
   * When the database is back, whoever could not record what became of its messages does so first,
   * however long it pauses between tries: they may have been sent, and their leases are over.
   */
  private static final long OTHERS_RECORD = TimeUnit.SECONDS.toNanos(6);

  private final Submissions submissions;
  private final RunningGateways gateways;
  private final MoveStranded stranded;
  private final SubmitMessage submit;
  private final RecordOutcomes outcomes;
  private final ProcessorProperties properties;
  private final Clock clock;
  private final AtomicInteger unsettled = new AtomicInteger();
  private final List<Unheard> unheard = new ArrayList<>();
  private boolean databaseAway;
  private long lapsedNotBefore = System.nanoTime();
  private volatile boolean closed;

  /** A claim of which it is not known whether it was made. Nothing of it was submitted. */
  private record Unheard(UUID claim, String gateway, Instant leasedUntil) {}

  SubmitDueMessages(
      Submissions submissions,
      RunningGateways gateways,
      MoveStranded stranded,
      SubmitMessage submit,
      RecordOutcomes outcomes,
      ProcessorProperties properties,
      Clock clock) {
    this.submissions = submissions;
    this.gateways = gateways;
    this.stranded = stranded;
    this.submit = submit;
    this.outcomes = outcomes;
    this.properties = properties;
    this.clock = clock;
  }

  /** Submits a batch for each gateway that has room, and moves what waits for one that cannot. */
  Next submitDue() {
    if (outcomes.isBehind()) {
      databaseAway = true;
      return Next.WHEN_WOKEN;
    }
    if (closed) {
      return Next.WHEN_WOKEN;
    }
    try {
      return submitAllDue();
    } catch (RuntimeException | Error e) {
      databaseAway = true;
      throw e;
    }
  }

  private Next submitAllDue() {
    giveBackUnheard();
    gateways.look();
    Next next = Next.WHEN_WOKEN;
    for (RunningGateway gateway : gateways.all()) {
      if (!closed) {
        next = next.orSooner(submitDue(gateway));
      }
    }
    Moved moved = stranded.move(mayBeLapsed());
    noteThatAllWentWell();
    end(moved.hopeless());
    if (moved.moved() > 0) {
      return Next.AT_ONCE;
    }
    return stranded.isUnderWay() ? next.orSooner(Next.SOON) : next;
  }

  private void giveBackUnheard() {
    Instant now = clock.instant();
    unheard.removeIf(one -> !one.leasedUntil().isAfter(now));
    for (Unheard one : List.copyOf(unheard)) {
      submissions.giveBack(one.claim(), one.gateway(), one.leasedUntil(), now);
      unheard.remove(one);
    }
  }

  private void noteThatAllWentWell() {
    if (databaseAway) {
      databaseAway = false;
      lapsedNotBefore = System.nanoTime() + OTHERS_RECORD;
    }
  }

  /** Whether what another copy did not end in time is taken for lost by now. */
  private boolean mayBeLapsed() {
    return !databaseAway && System.nanoTime() - lapsedNotBefore >= 0;
  }

  private Claims claim(RunningGateway gateway, Instant now, Instant leasedUntil, int room) {
    UUID claim = UUID.randomUUID();
    try {
      return submissions.claim(claim, gateway.name(), now, leasedUntil, room, mayBeLapsed());
    } catch (RuntimeException | Error e) {
      unheard.add(new Unheard(claim, gateway.name(), leasedUntil));
      throw e;
    }
  }

  private void end(List<SessionId> hopeless) {
    if (!hopeless.isEmpty()) {
      Instant now = clock.instant();
      Claims claims = submissions.claim(hopeless, now, now.plus(properties.submitLease()));
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
      Instant now = clock.instant();
      Instant leasedUntil = now.plus(properties.submitLease());
      Claims claims = claim(gateway, now, leasedUntil, room);
      claimed = claims.size();
      unsettled.addAndGet(claimed);
      claims
          .messages()
          .forEach(message -> submit.submit(message, gateway, leasedUntil, settled(gateway)));
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
