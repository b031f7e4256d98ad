package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.endpoint.Fact.Failing;
import dev.sandi.dispatcher.endpoint.Fact.Gone;
import dev.sandi.dispatcher.endpoint.Fact.Opened;
import dev.sandi.dispatcher.endpoint.Fact.Paused;
import dev.sandi.dispatcher.endpoint.Fact.ProbeFailed;
import dev.sandi.dispatcher.endpoint.Fact.ProbeWasted;
import dev.sandi.dispatcher.endpoint.Fact.Succeeded;
import dev.sandi.dispatcher.endpoint.Fact.Tripped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint is called, and how it does.
 *
 * @param reason why it is shut, in a stable slug
 * @param since when the gate was set last; null if it never was
 * @param until when an endpoint that is {@link Gate#BROKEN} gets its next probe
 * @param probes how many probes failed since it broke
 * @param failingSince when the first attempt began that failed after the last success
 * @param failedAt the last failure that counted
 * @param failing for how long it has done nothing but fail; silence counts for {@link
 *     #LONGEST_SILENCE} at most, since it says nothing
 * @param notices how many of {@link #NOTICES} were told since then
 */
record EndpointState(
    Gate gate,
    @Nullable String reason,
    @Nullable Instant since,
    @Nullable Instant until,
    int probes,
    @Nullable Instant failingSince,
    @Nullable Instant failedAt,
    Duration failing,
    int notices) {

  static final EndpointState WELL = open(null);

  static final Duration FIRST_PROBE = Duration.ofSeconds(30);
  static final Duration LONGEST_PROBE = Duration.ofMinutes(10);

  /** As long may an endpoint do nothing but fail. */
  static final Duration PATIENCE = Duration.ofDays(5);

  /**
   * What lies between two failures counts for no more: an endpoint that is hardly ever called has
   * to fail six times, on as many days, before it is disabled.
   */
  static final Duration LONGEST_SILENCE = Duration.ofDays(1);

  /** Failures count at most as often, so that they are not all written. */
  static final Duration COUNTED_EVERY = Duration.ofMinutes(10);

  /** Percents of {@link #PATIENCE} at which its owner is told; with the last it is disabled. */
  static final List<Integer> NOTICES = List.of(50, 70, 90, 100);

  private static final int MOST_DOUBLINGS = 10;

  private static EndpointState open(@Nullable Instant since) {
    return new EndpointState(Gate.OPEN, null, since, null, 0, null, null, Duration.ZERO, 0);
  }

  boolean isWell() {
    return gate == Gate.OPEN && failingSince == null;
  }

  EndpointState after(Fact fact) {
    if (fact instanceof Opened opened) {
      return open(opened.at());
    }
    if (fact instanceof Paused paused) {
      // One that is gone or disabled is not called either, and goes on telling why.
      boolean called = gate == Gate.OPEN || gate == Gate.BROKEN;
      return called ? shut(Gate.PAUSED, "paused", paused.at()) : this;
    }
    if (fact instanceof Succeeded succeeded) {
      return succeeded(succeeded);
    }
    if (fact instanceof Failing failing) {
      return failing(failing);
    }
    if (fact instanceof Gone gone) {
      boolean counts = isOfNow(gone.startedAt()) && (gate == Gate.OPEN || gate == Gate.BROKEN);
      return counts ? shut(Gate.GONE, "gone", gone.at()) : this;
    }
    if (fact instanceof ProbeFailed probe) {
      return gate == Gate.BROKEN && isOfNow(probe.startedAt()) ? probedInVain(probe.at()) : this;
    }
    if (fact instanceof ProbeWasted wasted) {
      return gate == Gate.BROKEN ? probedAgain(wasted.at()) : this;
    }
    return gate == Gate.OPEN && fact instanceof Tripped tripped
        ? new EndpointState(
            Gate.BROKEN,
            tripped.reason(),
            tripped.at(),
            tripped.at().plus(FIRST_PROBE),
            0,
            failingSince,
            failedAt,
            failing,
            notices)
        : this;
  }

  private EndpointState succeeded(Succeeded fact) {
    if (!isOfNow(fact.startedAt())) {
      return this;
    }
    return gate == Gate.BROKEN
        ? open(fact.at())
        : new EndpointState(gate, reason, since, until, probes, null, null, Duration.ZERO, 0);
  }

  private EndpointState failing(Failing fact) {
    if (gate != Gate.OPEN && gate != Gate.BROKEN) {
      return this;
    }
    Instant start = failingSince == null ? begun(fact.since()) : failingSince;
    Duration silent = Duration.between(failedAt == null ? start : failedAt, fact.at());
    if (failedAt != null && silent.compareTo(COUNTED_EVERY) < 0) {
      return this;
    }
    Duration total = failing.plus(bounded(silent));
    int due = due(total);
    EndpointState state =
        new EndpointState(
            gate, reason, since, until, probes, start, fact.at(), total, Math.max(notices, due));
    return due == NOTICES.size() ? state.shut(Gate.DISABLED, "failing", fact.at()) : state;
  }

  private static Duration bounded(Duration silent) {
    if (silent.isNegative()) {
      return Duration.ZERO;
    }
    return silent.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : silent;
  }

  private static int due(Duration failing) {
    long percent = failing.toMillis() * 100 / PATIENCE.toMillis();
    return (int) NOTICES.stream().filter(notice -> percent >= notice).count();
  }

  private EndpointState probedInVain(Instant at) {
    Duration pause = FIRST_PROBE.multipliedBy(1L << Math.min(probes + 1, MOST_DOUBLINGS));
    Instant next = at.plus(pause.compareTo(LONGEST_PROBE) > 0 ? LONGEST_PROBE : pause);
    return new EndpointState(
        gate, reason, since, next, probes + 1, failingSince, failedAt, failing, notices);
  }

  private EndpointState probedAgain(Instant at) {
    return new EndpointState(
        gate, reason, since, at, probes, failingSince, failedAt, failing, notices);
  }

  private EndpointState shut(Gate next, String why, Instant at) {
    return new EndpointState(next, why, at, null, 0, failingSince, failedAt, failing, notices);
  }

  /** Whether an attempt that began then says anything about what is now. */
  private boolean isOfNow(Instant startedAt) {
    return since == null || !startedAt.isBefore(since);
  }

  /** A copy may remember failures from before an endpoint was opened by another. */
  private Instant begun(Instant first) {
    return gate == Gate.OPEN && since != null && since.isAfter(first) ? since : first;
  }
}
