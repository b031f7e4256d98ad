package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.Failure;
import org.jspecify.annotations.Nullable;

/** What an attempt says about how much its endpoint can take. */
enum Feedback {
  /** No attempt, or one that says nothing. */
  NONE,
  SUCCEEDED,
  /** It took longer than the deadline: fewer at once. */
  SLOW,
  /** 429, 502 or 504: fewer at once, and fewer a second. */
  THROTTLED;

  static Feedback of(@Nullable Attempt attempt) {
    if (attempt == null) {
      return NONE;
    }
    if (attempt.succeeded()) {
      return SUCCEEDED;
    }
    if (attempt.result().equals(new Failed(Failure.TIMEOUT))) {
      return SLOW;
    }
    Integer status = attempt.status();
    boolean throttled = status != null && (status == 429 || status == 502 || status == 504);
    return throttled ? THROTTLED : NONE;
  }
}
