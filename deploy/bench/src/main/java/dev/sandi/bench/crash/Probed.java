package dev.sandi.bench.crash;

/**
 * What a copy answered to a probe. Times are milliseconds of the run.
 *
 * @param copy its name
 * @param answered when the answer came, or was not waited for any more
 */
record Probed(String copy, Probe probe, Answer answer, long asked, long answered) {

  /** The probes of an orchestrator. */
  enum Probe {
    LIVENESS,
    READINESS
  }

  /** What an orchestrator makes of an answer. */
  enum Answer {
    UP,
    DOWN,
    /** None in time. */
    NONE
  }
}
