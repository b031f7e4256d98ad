package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.runtime.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A gateway that is open on this copy, with what was seen of it: how many messages it may be given
 * now, and whether it is worth giving it any.
 *
 * <p>Its circuit breaker opens when half of the last answers were failures or most of them very
 * late, or when messages are outstanding and nothing at all has come back for a while: a peer that
 * takes everything and answers nothing would otherwise be noticed only when the first answer is
 * overdue. While it is open, one message at a time tries whether it is back, with growing pauses,
 * and only one of many where others can take them.
 */
final class RunningGateway {

  private final GuardedGateway gateway;
  private final Limits limits;
  private final BooleanSupplier dropped;
  private final Restraint restraint;
  private final Clock clock;
  private final Semaphore window;
  private final Breaker breaker;
  private final ReadSigns signs = new ReadSigns();
  private final Probes probes;
  private int outstanding;

  /** How often the breaker has opened: what was submitted before says nothing of what is now. */
  private int openings;

  /** Since when nothing has come back, while something is outstanding. */
  private Instant silentSince;

  /** Whether the breaker has allowed a probe that nobody has made yet. */
  private boolean probePermitted;

  /**
   * Watches over a gateway.
   *
   * @param dropped whether far fewer of its messages arrive than did
   * @param onRoom told when there may be room that the gateway itself does not tell of
   */
  RunningGateway(
      GuardedGateway gateway,
      Limits limits,
      BooleanSupplier dropped,
      Runnable onRoom,
      Clock clock) {
    this.gateway = gateway;
    this.limits = limits;
    this.dropped = dropped;
    this.restraint = new Restraint(onRoom);
    this.clock = clock;
    this.window = new Semaphore(limits.window());
    this.silentSince = clock.instant();
    this.probes = new Probes(clock);
    this.breaker = new Breaker(gateway.name(), clock);
  }

  String name() {
    return gateway.name();
  }

  GatewayStatus status() {
    return gateway.status();
  }

  /** Asks how it is, for all messages of a round. */
  void look() {
    gateway.look();
  }

  /**
   * The state of the breaker: {@code closed}, {@code open} or {@code half_open}. It is open, too,
   * while messages hardly arrive any more.
   */
  String breaker() {
    return breaker.isClosed() && hasDropped() ? "open" : breaker.state();
  }

  /** Whether messages should be routed to it. */
  boolean isUsable() {
    return isTaking() && !hasDropped();
  }

  /** Whether it takes messages, whether they arrive or not. */
  boolean isTaking() {
    noteStall();
    return breaker.isClosed() && gateway.isConnected();
  }

  private boolean hasDropped() {
    return dropped.getAsBoolean() && gateway.reportsDelivery() && !gateway.failsOnPurpose();
  }

  /** A message that was for this one first went elsewhere. */
  synchronized void passedOver() {
    probes.passedOver();
  }

  /**
   * Whether the next message should try if it is back; says so for one message only.
   *
   * @param stuck whether the message has nowhere else to go, and so nothing to lose
   */
  synchronized boolean wantsProbe(boolean stuck) {
    boolean closed = breaker.isClosed();
    boolean wanted =
        (!closed || (hasDropped() && !stuck))
            && gateway.isConnected()
            && (stuck || probes.isDue())
            && probes.isFree()
            && (closed || isProbePermitted());
    if (wanted) {
      probes.assign();
    }
    return wanted;
  }

  /** Whether a message is on its way here to try. */
  synchronized boolean expectsProbe() {
    return !probes.isFree();
  }

  /** A message waits for it that nobody else can take, and so may try. */
  synchronized void awaited() {
    probes.await();
  }

  /** Takes places for messages, at most so many; each is given back, or kept until recorded. */
  synchronized int take(int most) {
    noteStall();
    int room = Math.min(Math.min(gateway.room(), most), window.availablePermits());
    if (restraint.isOn()) {
      return 0;
    }
    if (room > 0 && !breaker.isClosed()) {
      room = probes.isWanted() && isProbePermitted() ? 1 : 0;
    }
    return room > 0 && window.tryAcquire(room) ? room : 0;
  }

  private boolean isProbePermitted() {
    if (!probePermitted && breaker.permitsProbe()) {
      probePermitted = true;
      // What never came back says nothing of what comes back now.
      silentSince = clock.instant();
    }
    return probePermitted;
  }

  /** Most messages whose answers are not on record yet. */
  int window() {
    return limits.window();
  }

  /** How many messages there are whose answers are not on record yet. */
  int outstanding() {
    return limits.window() - window.availablePermits();
  }

  /** Gives back places that no message was found for. */
  void giveBack(int places) {
    window.release(places);
  }

  /** Submits a message, and learns from its answer. */
  CompletableFuture<SubmitResult> submit(Sms sms) {
    int opening;
    Instant start = clock.instant();
    synchronized (this) {
      if (outstanding == 0 || !breaker.isClosed()) {
        silentSince = clock.instant();
      }
      outstanding++;
      probePermitted = false;
      probes.submitted();
      opening = openings;
    }
    return gateway
        .submit(sms)
        .orTimeout(limits.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> new SubmitResult.Ambiguous(Failures.describe(failure)))
        .thenApply(
            result -> {
              answered(sms, result, Duration.between(start, clock.instant()), opening);
              return result;
            });
  }

  private synchronized void answered(Sms sms, SubmitResult result, Duration took, int opening) {
    outstanding--;
    if (!(result instanceof SubmitResult.Ambiguous)) {
      silentSince = clock.instant();
    }
    restrain(result);
    if (opening != openings || gateway.failsOnPurpose()) {
      return;
    }
    switch (signs.of(sms, result)) {
      case WELL -> breaker.succeeded(took);
      case FAILING -> {
        breaker.failed(took);
        if (breaker.isOpen()) {
          opened();
        }
      }
      case NONE -> {
        // Of a probe it says that there is somebody.
        if (!breaker.isClosed()) {
          breaker.succeeded(took);
        }
      }
    }
  }

  /** Whether a message is only put off: it will be taken in its turn. */
  boolean isPuttingOff(SubmitResult result) {
    return result instanceof SubmitResult.Unavailable unavailable
        && unavailable.busy()
        && !gateway.failsOnPurpose();
  }

  private void restrain(SubmitResult result) {
    if (isPuttingOff(result) && gateway.room() > 0) {
      restraint.begin();
    } else {
      restraint.end();
    }
  }

  /** The answer to a message is on record; its place is free again. */
  void recorded() {
    window.release();
  }

  /**
   * A probe is alone: it may take as long as an answer that is not late. Nothing can come back from
   * one that is still to be made.
   */
  private synchronized void noteStall() {
    if (gateway.failsOnPurpose()) {
      return;
    }
    boolean alone = outstanding == 1 || !breaker.isClosed();
    Duration most =
        alone && limits.stall().compareTo(Breaker.SLOW) < 0 ? Breaker.SLOW : limits.stall();
    if (outstanding > 0
        && !probePermitted
        && !breaker.isOpen()
        && silentSince.plus(most).isBefore(clock.instant())) {
      breaker.open();
      opened();
    }
  }

  /** Whether each message that arrives is reported. */
  boolean reportsDelivery() {
    return gateway.reportsDelivery();
  }

  /** Whether its peer does not know who it says it is. */
  boolean isUnknown() {
    return gateway.isUnknown();
  }

  /** Whether its peer refuses to have it connected. */
  boolean isTurnedAway() {
    return gateway.isTurnedAway();
  }

  /** Another one has taken its place. */
  void retire() {
    gateway.retire();
  }

  private void opened() {
    openings++;
    probes.forget();
  }

  /** Waits for what is outstanding, then disconnects. */
  void close() {
    gateway.close();
  }
}
