package dev.sandi.dispatcher.http;

import org.jspecify.annotations.Nullable;

/** What came of one attempt. */
public sealed interface AttemptResult {

  /**
   * The server answered.
   *
   * @param status the HTTP status
   * @param head the first kilobyte of the body, as text that Postgres can store
   * @param retryAfter the value of {@code Retry-After} as it came
   */
  record Answered(int status, String head, @Nullable String retryAfter) implements AttemptResult {}

  /** There was no whole answer, or not even a request. */
  record Failed(Failure failure) implements AttemptResult {}
}
