package dev.sandi.dispatcher.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.endpoint.Sample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of an endpoint against a model that keeps the whole history and looks back at
 * it.
 */
class EndpointStateProperties {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration TOOK = Duration.ofMillis(40);
  private static final Duration DAY = Duration.ofDays(1);

  /** An attempt after a pause; opened by hand before it, or not. */
  record Step(long pauseSeconds, Kind kind, boolean openedBefore) {}

  @Property(tries = 2000)
  void isCalledUnlessTheHistorySaysOtherwise(@ForAll("histories") List<Step> history) {
    Model model = new Model();
    Breakers breakers = new Breakers();
    EndpointState state = EndpointState.WELL;
    Instant now = START;
    for (Step step : history) {
      now = now.plusSeconds(step.pauseSeconds());
      if (step.openedBefore()) {
        state = state.after(new Fact.Opened(now));
        breakers.forget(1);
        model.opened();
      }
      if (isCalled(state, now)) {
        state = after(state, breakers, now, step.kind());
        model.attempted(now, step.kind());
        now = now.plus(TOOK);
      }

      assertThat(state.gate()).as("after %s", model).isEqualTo(model.gate());
      assertThat(state.failingSince()).as("after %s", model).isEqualTo(model.failingSince());
      assertThat(state.notices()).isEqualTo(model.notices());
      if (state.gate() == Gate.BROKEN) {
        assertThat(Duration.between(now, state.until()))
            .isLessThanOrEqualTo(EndpointState.LONGEST_PROBE.plus(TOOK));
      }
    }
  }

  @Property
  void isNotDisabledByFewFailuresHoweverFarApart(
      @ForAll @Size(max = 4) List<@LongRange(min = 0, max = 60 * 86_400) Long> pauses) {
    assertThat(failing(pauses).gate()).isNotEqualTo(Gate.DISABLED);
  }

  @Property
  void isDisabledIfNothingButFailuresCameForFiveDaysAndOneADay(
      @ForAll @Size(min = 400, max = 400) List<@LongRange(min = 1200, max = 86_400) Long> pauses) {
    // Given
    int last = 0;
    long failing = 0;
    while (failing < EndpointState.PATIENCE.toSeconds()) {
      failing += pauses.get(last);
      last++;
    }

    // Then
    assertThat(failing(pauses.subList(0, last - 1)).gate()).isNotEqualTo(Gate.DISABLED);
    assertThat(failing(pauses.subList(0, last)).gate()).isEqualTo(Gate.DISABLED);
  }

  /** Failures with pauses between them, each of which is a probe if it has to be. */
  private static EndpointState failing(List<Long> pauses) {
    Breakers breakers = new Breakers();
    Instant now = START;
    EndpointState state = after(EndpointState.WELL, breakers, now, Kind.FAILED);
    for (long pause : pauses) {
      now = now.plusSeconds(pause);
      state = after(state, breakers, now, Kind.FAILED);
    }
    return state;
  }

  private static EndpointState after(
      EndpointState before, Breakers breakers, Instant now, Kind kind) {
    EndpointState state = before;
    boolean probe = state.gate() == Gate.BROKEN;
    for (Fact fact : breakers.note(1, new Sample(now, now.plus(TOOK), kind, probe))) {
      state = state.after(fact);
    }
    return state;
  }

  @Property
  void isProbedAfterHalfAMinuteAndThenEachTimeAfterTwiceAsLong(
      @ForAll @IntRange(min = 0, max = 40) int failed) {
    EndpointState state = EndpointState.WELL.after(new Fact.Tripped("failures", START));
    Instant now = START;
    for (int i = 0; i < failed; i++) {
      now = Objects.requireNonNull(state.until());
      state = state.after(new Fact.ProbeFailed(now, now));
    }

    long pause = Math.min(600, 30L << Math.min(failed, 10));
    assertThat(Duration.between(now, state.until())).isEqualTo(Duration.ofSeconds(pause));
  }

  @Property
  void heedsNothingThatBeganBeforeItWasOpened(@ForAll Kind kind) {
    EndpointState state = EndpointState.WELL.after(new Fact.Tripped("failures", START));
    state = state.after(new Fact.Opened(START.plusSeconds(60)));
    EndpointState opened = state;

    state = state.after(new Fact.Gone(START.plusSeconds(59), START.plusSeconds(61)));
    state = state.after(new Fact.ProbeFailed(START.plusSeconds(59), START.plusSeconds(61)));
    state = state.after(new Fact.Succeeded(START.plusSeconds(59), START.plusSeconds(61)));

    assertThat(state).isEqualTo(opened);
  }

  @Property
  void isPausedOnlyIfItIsCalledAndHeedsNothingButBeingOpenedThen(@ForAll Gate gate) {
    // Given
    EndpointState before = new EndpointState(gate, "why", START, null, 0, START, START, DAY, 1);
    Instant at = START.plusSeconds(60);

    // When
    EndpointState paused = before.after(new Fact.Paused(at));
    EndpointState later =
        paused
            .after(new Fact.Tripped("failures", at.plusSeconds(1)))
            .after(new Fact.ProbeFailed(at.plusSeconds(1), at.plusSeconds(1)))
            .after(new Fact.Gone(at.plusSeconds(1), at.plusSeconds(1)))
            .after(new Fact.Failing(at, at.plus(Duration.ofDays(9))));

    // Then
    boolean called = gate == Gate.OPEN || gate == Gate.BROKEN;
    assertThat(paused.gate()).isEqualTo(called ? Gate.PAUSED : gate);
    assertThat(later).isEqualTo(paused);
    assertThat(later.after(new Fact.Opened(at.plusSeconds(9))).isWell()).isTrue();
  }

  private boolean isCalled(EndpointState state, Instant now) {
    return state.gate() == Gate.OPEN
        || (state.gate() == Gate.BROKEN && !now.isBefore(state.until()));
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Long> pauses =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.longs().between(0, 3)),
            Tuple.of(3, Arbitraries.longs().between(30, 700)),
            Tuple.of(1, Arbitraries.longs().between(20_000, 200_000)),
            Tuple.of(1, Arbitraries.longs().between(500, 90_000)));
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(30, Kind.FAILED),
            Tuple.of(3, Kind.SUCCEEDED),
            Tuple.of(2, Kind.THROTTLED),
            Tuple.of(1, Kind.UNSENT),
            Tuple.of(1, Kind.INTERRUPTED),
            Tuple.of(1, Kind.GONE));
    Arbitrary<Boolean> opened = Arbitraries.frequency(Tuple.of(30, false), Tuple.of(1, true));
    return Combinators.combine(pauses, kinds, opened).as(Step::new).list().ofMaxSize(150);
  }

  /** Says from all attempts since the gate was set what it should be. */
  private static final class Model {

    private record Seen(Instant at, Kind kind) {}

    private final List<Seen> history = new ArrayList<>();
    private Gate gate = Gate.OPEN;
    private int counted;
    private final List<Instant> failures = new ArrayList<>();
    private @Nullable Instant failingSince;
    private int notices;

    void opened() {
      history.clear();
      failures.clear();
      counted = 0;
      gate = Gate.OPEN;
      failingSince = null;
      notices = 0;
    }

    void attempted(Instant at, Kind kind) {
      if (kind == Kind.INTERRUPTED) {
        return;
      }
      history.add(new Seen(at, kind));
      if (kind == Kind.SUCCEEDED) {
        gate = Gate.OPEN;
        failures.clear();
        failingSince = null;
        notices = 0;
        return;
      }
      if (kind == Kind.GONE) {
        gate = Gate.GONE;
        return;
      }
      List<Seen> row = row();
      if (row.size() >= Breakers.ROW || !succeededLately(at.plus(TOOK))) {
        failingSince = failingSince == null ? row.get(0).at() : failingSince;
        failures.add(at.plus(TOOK));
        Duration failing = failing(failingSince);
        notices = Math.max(notices, (int) noticesDue(failing));
        if (failing.compareTo(Duration.ofDays(5)) >= 0) {
          gate = Gate.DISABLED;
          return;
        }
      }
      if (kind == Kind.FAILED && trips(at)) {
        gate = Gate.BROKEN;
        counted = history.size();
      }
    }

    /** All the time between failures, but for what is longer than a day in each. */
    private Duration failing(Instant since) {
      Instant last = since;
      Duration failing = Duration.ZERO;
      for (Instant failure : failures) {
        Duration pause = Duration.between(last, failure);
        if (last.equals(since) || pause.compareTo(Duration.ofMinutes(10)) >= 0) {
          failing = failing.plus(pause.compareTo(DAY) > 0 ? DAY : pause);
          last = failure;
        }
      }
      return failing;
    }

    private static long noticesDue(Duration failing) {
      return Stream.of(60, 84, 108, 120)
          .filter(hours -> failing.compareTo(Duration.ofHours(hours)) >= 0)
          .count();
    }

    private boolean succeededLately(Instant now) {
      return history.subList(firstFailure(), history.size()).stream()
          .filter(seen -> seen.kind() == Kind.SUCCEEDED)
          .anyMatch(seen -> now.isBefore(seen.at().plus(TOOK).plus(Breakers.LULL)));
    }

    /** What succeeded before anything failed is not remembered. */
    private int firstFailure() {
      int first = 0;
      while (history.get(first).kind() == Kind.SUCCEEDED) {
        first++;
      }
      return first;
    }

    private List<Seen> row() {
      int last = -1;
      for (int i = 0; i < history.size(); i++) {
        last = history.get(i).kind() == Kind.SUCCEEDED ? i : last;
      }
      return history.subList(last + 1, history.size());
    }

    private boolean trips(Instant now) {
      List<Seen> row = row();
      boolean onlyFaults = row.stream().allMatch(seen -> seen.kind() == Kind.FAILED);
      if (onlyFaults
          && row.size() >= Breakers.ROW
          && !now.plus(TOOK).isBefore(row.get(0).at().plus(Breakers.WINDOW))) {
        return true;
      }
      long slice = slice(now);
      List<Seen> recent =
          history.subList(Math.max(counted, firstFailure()), history.size()).stream()
              .filter(seen -> slice - slice(seen.at()) < 6)
              .filter(seen -> seen.kind() == Kind.FAILED || seen.kind() == Kind.SUCCEEDED)
              .toList();
      long failed = recent.stream().filter(seen -> seen.kind() == Kind.FAILED).count();
      return recent.size() >= Breakers.ENOUGH && failed * 10 >= recent.size() * 8L;
    }

    private static long slice(Instant at) {
      return at.plus(TOOK).toEpochMilli() / 5000;
    }

    Gate gate() {
      return gate;
    }

    @Nullable Instant failingSince() {
      return failingSince;
    }

    int notices() {
      return notices;
    }

    @Override
    public String toString() {
      return history.toString();
    }
  }
}
