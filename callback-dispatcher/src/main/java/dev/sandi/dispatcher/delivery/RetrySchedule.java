package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When the next attempt follows: after a pause that grows, and up to a fifth later, so that what
 * failed together does not come back together. Never earlier than the pause, nor than the server
 * asked for.
 */
final class RetrySchedule {

  private static final double MOST_JITTER = 0.2;

  private final List<Duration> pauses;
  private final RandomGenerator random;

  /**
   * @param pauses the pause after the first attempt, after the second, and so on
   */
  RetrySchedule(List<Duration> pauses, RandomGenerator random) {
    this.pauses = List.copyOf(pauses);
    this.random = random;
  }

  /** One of other pauses. */
  RetrySchedule with(List<Duration> others) {
    return new RetrySchedule(others, random);
  }

  /**
   * The time of the next attempt.
   *
   * @param attempts how many were made, at least 1
   * @param asked the pause that the server asked for, or zero
   * @return empty after the last attempt
   */
  Optional<Instant> next(int attempts, Instant failedAt, Duration asked) {
    if (attempts > pauses.size()) {
      return Optional.empty();
    }
    Duration pause = pauses.get(attempts - 1);
    Duration floor = asked.compareTo(pause) > 0 ? asked : pause;
    long jitter = (long) (floor.toMillis() * MOST_JITTER * random.nextDouble());
    return Optional.of(failedAt.plus(floor).plusMillis(jitter));
  }
}
