package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Retry;
import dev.sandi.value.CallbackPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what follows from an attempt: 2xx is success, 410 the end, and all else is tried again, as
 * long as there is some value in it. However long a delivery has waited, it is attempted once. One
 * that is replayed has its schedule and its age from then on: somebody wants it told.
 */
final class JudgeAttempt {

  private static final int GONE = 410;

  private final RetrySchedule schedule;
  private final Map<String, Duration> maxAges;

  /**
   * @param maxAges by type, as in {@code otp.sent}: how old it may be at its last attempt
   */
  JudgeAttempt(RetrySchedule schedule, Map<String, Duration> maxAges) {
    this.schedule = schedule;
    this.maxAges = Map.copyOf(maxAges);
  }

  Outcome judge(Delivery delivery, Attempt attempt, CallbackPolicy policy) {
    String error = attempt.error();
    if (error == null) {
      return new Delivered();
    }
    Integer status = attempt.status();
    if (status != null && status == GONE) {
      return new Exhausted(error, End.GONE);
    }
    if (policy.atMostOnce() && attempt.mayHaveArrived(delivery.url().secure())) {
      return new Exhausted(error, End.AT_MOST_ONCE);
    }
    Optional<Instant> next =
        schedule(policy)
            .next(
                attempt.number() - delivery.attemptsBefore(),
                attempt.endedAt(),
                RetryAfter.parse(attempt.retryAfter(), attempt.endedAt()));
    if (next.isEmpty()) {
      return new Exhausted(error, End.ATTEMPTS_USED_UP);
    }
    Duration maxAge = maxAges.get(delivery.type());
    boolean tooLate = maxAge != null && next.get().isAfter(delivery.dueSince().plus(maxAge));
    return tooLate ? new Exhausted(error, End.EXPIRED) : new Retry(next.get(), error);
  }

  private RetrySchedule schedule(CallbackPolicy policy) {
    return policy.retrySchedule().isEmpty()
        ? schedule
        : schedule.with(policy.retrySchedule().stream().map(Duration::ofSeconds).toList());
  }
}
