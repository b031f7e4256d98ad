package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.runtime.Failures;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that is open on this copy, with what was seen of it: how many messages it may be given
 * now, and whether it is worth giving it any.
 *
 * <p>Its circuit breaker opens when half of the last answers were failures or most of them very
 * late, or when messages are outstanding and nothing at all has come back for a while: a peer that
 * takes everything and answers nothing would otherwise be noticed only when the first answer is
 * overdue. While it is open, one message at a time tries whether it is back, with growing pauses.
 */
final class RunningGateway {

  private static final int ANSWERS = 50;
  private static final int FEWEST_ANSWERS = 10;
  private static final float MOST_FAILURES_PERCENT = 50;
  private static final float MOST_SLOW_PERCENT = 80;

  /** An answer that takes so long is as bad as none: somebody waits for the code. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final GuardedGateway gateway;
  private final Duration stall;
  private final Duration answerTimeout;
  private final Clock clock;
  private final Semaphore window;
  private final CircuitBreaker breaker;
  private final ReadSigns signs = new ReadSigns();
  private int outstanding;

  /** How often the breaker has opened: what was submitted before says nothing of what is now. */
  private int openings;

  /** Since when nothing has come back, while something is outstanding. */
  private Instant silentSince;

  /** Whether the breaker has allowed a probe that nobody has made yet. */
  private boolean probePermitted;

  /** When a message was sent this way to be the probe. */
  private @Nullable Instant probeAssigned;

  /**
   * Watches over a gateway.
   *
   * @param window most messages whose answers are not on record yet
   * @param stall how long nothing may come back
   * @param answerTimeout how long one answer may take
   */
  RunningGateway(
      GuardedGateway gateway, int window, Duration stall, Duration answerTimeout, Clock clock) {
    this.gateway = gateway;
    this.stall = stall;
    this.answerTimeout = answerTimeout;
    this.clock = clock;
    this.window = new Semaphore(window);
    this.silentSince = clock.instant();
    this.breaker =
        CircuitBreaker.of(
            gateway.name(),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(ANSWERS)
                .minimumNumberOfCalls(FEWEST_ANSWERS)
                .failureRateThreshold(MOST_FAILURES_PERCENT)
                .slowCallDurationThreshold(SLOW)
                .slowCallRateThreshold(MOST_SLOW_PERCENT)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(
                    IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
                .clock(clock)
                .build());
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

  /** The state of the breaker: {@code closed}, {@code open} or {@code half_open}. */
  String breaker() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }

  /** Whether messages should be routed to it. */
  boolean isUsable() {
    noteStall();
    return breaker.getState() == CircuitBreaker.State.CLOSED && gateway.isConnected();
  }

  /** Whether the next message should try if it is back; says so for one message only. */
  synchronized boolean wantsProbe() {
    if (breaker.getState() == CircuitBreaker.State.CLOSED || !gateway.isConnected()) {
      return false;
    }
    Instant assigned = probeAssigned;
    // Whoever was told so last may have failed before the message was there.
    boolean free = assigned == null || assigned.plus(FIRST_PAUSE).isBefore(clock.instant());
    boolean wanted = free && isProbePermitted();
    if (wanted) {
      probeAssigned = clock.instant();
    }
    return wanted;
  }

  /** Takes places for messages, at most so many; each is given back, or kept until recorded. */
  synchronized int take(int most) {
    noteStall();
    int room = Math.min(Math.min(gateway.room(), most), window.availablePermits());
    if (room > 0 && breaker.getState() != CircuitBreaker.State.CLOSED) {
      room = isProbePermitted() ? 1 : 0;
    }
    return room > 0 && window.tryAcquire(room) ? room : 0;
  }

  private boolean isProbePermitted() {
    if (!probePermitted && breaker.tryAcquirePermission()) {
      probePermitted = true;
      // What never came back says nothing of what comes back now.
      silentSince = clock.instant();
    }
    return probePermitted;
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
      if (outstanding == 0 || breaker.getState() != CircuitBreaker.State.CLOSED) {
        silentSince = clock.instant();
      }
      outstanding++;
      probePermitted = false;
      probeAssigned = null;
      opening = openings;
    }
    return gateway
        .submit(sms)
        .orTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
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
    if (opening != openings || gateway.failsOnPurpose()) {
      return;
    }
    switch (signs.of(sms, result)) {
      case WELL -> breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
      case FAILING -> {
        breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new GatewayFailure());
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
          openings++;
        }
      }
      case NONE -> {
        // Of a probe it says that there is somebody.
        if (breaker.getState() != CircuitBreaker.State.CLOSED) {
          breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
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
    CircuitBreaker.State state = breaker.getState();
    boolean alone = outstanding == 1 || state != CircuitBreaker.State.CLOSED;
    Duration most = alone && stall.compareTo(SLOW) < 0 ? SLOW : stall;
    if (outstanding > 0
        && !probePermitted
        && state != CircuitBreaker.State.OPEN
        && silentSince.plus(most).isBefore(clock.instant())) {
      probePermitted = false;
      probeAssigned = null;
      openings++;
      breaker.transitionToOpenState();
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

  /** Waits for what is outstanding, then disconnects. */
  void close() {
    gateway.close();
  }

  /** What a breaker is told; nobody reads it. */
  private static final class GatewayFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    GatewayFailure() {
      super(null, null, false, false);
    }
  }
}
