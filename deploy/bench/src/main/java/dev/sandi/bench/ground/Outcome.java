package dev.sandi.bench.ground;

/** What became of a request. */
sealed interface Outcome {

  record Sent() implements Outcome {}

  /** By a check. */
  record Refused(String check, String reason) implements Outcome {}

  /** By something that is no check: a run has none, if all is well. */
  record Failed(String reason) implements Outcome {}
}
