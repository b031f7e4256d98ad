package dev.sandi.processor.sending;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The circuit breaker of a gateway: it opens when half of the last answers were failures or most of
 * them very late, and lets one message through after pauses that grow.
 */
final class Breaker {

  /** An answer that takes so long is as bad as none: somebody waits for the code. */
  static final Duration SLOW = Duration.ofSeconds(5);

  private static final int ANSWERS = 50;
  private static final int FEWEST_ANSWERS = 10;
  private static final float MOST_FAILURES_PERCENT = 50;
  private static final float MOST_SLOW_PERCENT = 80;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final CircuitBreaker breaker;

  Breaker(String gateway, Clock clock) {
    this.breaker =
        CircuitBreaker.of(
            gateway,
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

  /** {@code closed}, {@code open} or {@code half_open}. */
  String state() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }

  boolean isClosed() {
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /** Whether one message may try, now that a pause is over; says so once. */
  boolean permitsProbe() {
    return breaker.tryAcquirePermission();
  }

  void open() {
    breaker.transitionToOpenState();
  }

  void succeeded(Duration took) {
    breaker.onSuccess(nanos(took), TimeUnit.NANOSECONDS);
  }

  void failed(Duration took) {
    breaker.onError(nanos(took), TimeUnit.NANOSECONDS, new GatewayFailure());
  }

  /** A clock may be set back. */
  private static long nanos(Duration took) {
    return Math.max(0, took.toNanos());
  }

  /** What a breaker is told; nobody reads it. */
  private static final class GatewayFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    GatewayFailure() {
      super(null, null, false, false);
    }
  }
}
