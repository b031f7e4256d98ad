package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Outcome.Delivered;
import dev.sandi.dispatcher.delivery.Outcome.Exhausted;
import dev.sandi.dispatcher.delivery.Outcome.Retry;

/** Tells what follows from an attempt: 2xx is success, 410 the end, and all else is tried again. */
final class JudgeAttempt {

  private static final int GONE = 410;

  private final RetrySchedule schedule;

  JudgeAttempt(RetrySchedule schedule) {
    this.schedule = schedule;
  }

  Outcome judge(Attempt attempt) {
    String error = attempt.error();
    if (error == null) {
      return new Delivered();
    }
    Integer status = attempt.status();
    if (status != null && status == GONE) {
      return new Exhausted(error);
    }
    return schedule
        .next(
            attempt.number(),
            attempt.endedAt(),
            RetryAfter.parse(attempt.retryAfter(), attempt.endedAt()))
        .<Outcome>map(at -> new Retry(at, error))
        .orElseGet(() -> new Exhausted(error));
  }
}
