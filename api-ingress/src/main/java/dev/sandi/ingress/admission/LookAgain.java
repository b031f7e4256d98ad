package dev.sandi.ingress.admission;

import dev.sandi.ingress.admission.WaitingRequests.One;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asks again about requests that found their key running, before they are told so: it may have been
 * answered and not noted yet. Each is asked about once more, and further if its key has just begun.
 */
final class LookAgain {

  private static final Executor AFTER_A_PAUSE =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, Runnable::run);

  private static final int MOST_LOOKS = 3;
  private static final Duration JUST_BEGUN = Duration.ofMillis(200);

  private final WaitingRequests waiting;
  private final Duration lease;
  private final BooleanSupplier isRunning;
  private final Runnable wake;

  /**
   * @param waiting where they wait once more
   * @param lease how long a request with a key is believed to be running
   * @param isRunning whether somebody decides about what waits
   * @param wake wakes whoever does
   */
  LookAgain(WaitingRequests waiting, Duration lease, BooleanSupplier isRunning, Runnable wake) {
    this.waiting = waiting;
    this.lease = lease;
    this.isRunning = isRunning;
    this.wake = wake;
  }

  /** Whether a request is asked about again; if not, the decision is its answer. */
  boolean takes(One one, Decision decision) {
    boolean takes = isRunning.getAsBoolean() && isWorthIt(one, decision);
    if (takes) {
      AFTER_A_PAUSE.execute(() -> ask(one.again(decision)));
    }
    return takes;
  }

  private boolean isWorthIt(One one, Decision decision) {
    return decision instanceof Decision.Running its
        // A code is sealed for the name that it came with.
        && one.candidate().sealedOtp() == null
        && (one.looks() == 0
            || (one.looks() < MOST_LOOKS
                && its.retryAfter().compareTo(lease.minus(JUST_BEGUN)) > 0));
  }

  private void ask(One one) {
    waiting.add(one);
    wake.run();
    if (!isRunning.getAsBoolean() && waiting.remove(one)) {
      one.refuse();
    }
  }
}
