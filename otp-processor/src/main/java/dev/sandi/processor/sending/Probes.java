package dev.sandi.processor.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a message may try whether a gateway is back that others stand in for. Each one may wait for
 * an answer that never comes, so no more than one of a hundred does, however few there are; but for
 * a gateway that hardly any message is for, which is tried now and then all the same.
 */
final class Probes {

  /** Messages that went elsewhere for each that tries. */
  private static final int ELSEWHERE = 100;

  private static final Duration IDLE = Duration.ofMinutes(30);

  /** Whoever was told to try may have failed before the message was there. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private final Clock clock;
  private int elsewhere;
  private Instant submittedAt;
  private @Nullable Instant assignedAt;
  private boolean awaited;

  Probes(Clock clock) {
    this.clock = clock;
    this.submittedAt = clock.instant();
  }

  /** A message that was for this gateway first went elsewhere. */
  void passedOver() {
    elsewhere = Math.min(elsewhere + 1, ELSEWHERE);
  }

  /** Whether enough went elsewhere since the last message that was submitted here. */
  boolean isDue() {
    return elsewhere >= ELSEWHERE || !submittedAt.plus(IDLE).isAfter(clock.instant());
  }

  /** Whether no message is on its way here to try. */
  boolean isFree() {
    Instant assigned = assignedAt;
    return assigned == null || assigned.plus(UNDER_WAY).isBefore(clock.instant());
  }

  /** A message is sent this way to try. */
  void assign() {
    assignedAt = clock.instant();
  }

  /** A message waits for this gateway that nobody else can take. */
  void await() {
    awaited = true;
  }

  /** Whether there is a message that is to try, of those that wait for this gateway. */
  boolean isWanted() {
    return awaited || assignedAt != null;
  }

  /** None is on its way any more. */
  void forget() {
    assignedAt = null;
    awaited = false;
  }

  /** A message is submitted here, whether to try or not. */
  void submitted() {
    forget();
    elsewhere = 0;
    submittedAt = clock.instant();
  }
}
