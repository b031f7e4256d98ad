package dev.sandi.bench.ground;

/** What became of a request. */
sealed interface Outcome {

  record Sent() implements Outcome {}

  /** By a check. */
  record Refused(String check, String reason) implements Outcome {}

  /**
   * By something that is no check: {@code superseded} is a second request for a number within one
   * slice, whose app gave another code.
   */
  record Failed(String reason) implements Outcome {}
}
