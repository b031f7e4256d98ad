package dev.sandi.dispatcher.endpoint;

import java.time.Instant;

/** What may change the state of an endpoint. */
sealed interface Fact {

  /** When it became known. */
  Instant at();

  /** An attempt succeeded that began at {@code startedAt}. */
  record Succeeded(Instant startedAt, Instant at) implements Fact {}

  /** Several attempts failed in a row, the first of which began at {@code since}. */
  record Failing(Instant since, Instant at) implements Fact {}

  /** So many attempts failed that it should not be called. */
  record Tripped(String reason, Instant at) implements Fact {}

  /** A probe did not succeed. */
  record ProbeFailed(Instant startedAt, Instant at) implements Fact {}

  /** A probe ended that told nothing. */
  record ProbeWasted(Instant at) implements Fact {}

  /** An attempt that began at {@code startedAt} was answered with 410. */
  record Gone(Instant startedAt, Instant at) implements Fact {}

  /** Somebody wants it to be called again. */
  record Opened(Instant at) implements Fact {}

  /** Somebody wants it not to be called for a while. */
  record Paused(Instant at) implements Fact {}
}
