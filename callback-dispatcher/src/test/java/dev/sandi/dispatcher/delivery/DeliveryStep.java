package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.endpoint.Gate;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What may happen to deliveries. Numbers choose among those that it may happen to. */
sealed interface DeliveryStep {

  int SESSIONS = 3;
  int COPIES = 2;

  /** Nobody listens: an attempt with this status never reached the server. */
  int UNREACHED = 0;

  /** An event is taken in, and attempted at once if there is room. */
  record TakenIn(int session, boolean room) implements DeliveryStep {}

  /** A copy looks for what is due: of what is replayed in bulk, or of all else. */
  record Claimed(int copy, int most, boolean bulk) implements DeliveryStep {}

  /** An attempt ends. */
  record Answered(int which, int status, int retryAfter) implements DeliveryStep {}

  /** A copy dies with all that it holds; what it was answered may still come out. */
  record Lost(int copy) implements DeliveryStep {}

  /** A copy that was thought dead writes a result after all. */
  record AnsweredLate(int which, int status) implements DeliveryStep {}

  /** A copy gives back what it has not begun, and its attempts get no time to end. */
  record Stopped(int copy) implements DeliveryStep {}

  /** Somebody wants one delivery told again, whether or not it has ended. */
  record Replayed(int which) implements DeliveryStep {}

  /** Somebody wants all told again that have ended so, of a named app or of all. */
  record ReplayBegun(DeliveryState state, boolean named) implements DeliveryStep {}

  /** A batch of the oldest replay. */
  record ReplayWalked() implements DeliveryStep {}

  /** An endpoint is shut or opened; one that is broken is probed after a while. */
  record Gated(Gate gate, Duration probedAfter) implements DeliveryStep {}

  record TimePassed(Duration time) implements DeliveryStep {}

  static Arbitrary<List<DeliveryStep>> histories() {
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 20);
    Arbitrary<Integer> session = Arbitraries.integers().between(0, SESSIONS - 1);
    Arbitrary<Integer> copy = Arbitraries.integers().between(0, COPIES - 1);
    Arbitrary<Integer> most = Arbitraries.integers().between(1, 6);
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    Arbitrary<Integer> status =
        Arbitraries.of(200, 204, 302, 410, 429, 500, 503, UNREACHED, UNREACHED);
    Arbitrary<Integer> retryAfter = Arbitraries.of(0, 0, 1, 50, 4_000, 200_000);
    Arbitrary<Duration> time =
        millis(1, 2_000, 4_999, 5_000, 6_001, 40_000, 60_000, 3_600_000, 100_000_000);
    return Arbitraries.frequencyOf(
            Tuple.of(8, Combinators.combine(session, either).as(TakenIn::new)),
            Tuple.of(12, Combinators.combine(copy, most, rarely()).as(Claimed::new)),
            Tuple.of(12, Combinators.combine(which, status, retryAfter).as(Answered::new)),
            Tuple.of(2, copy.map(Lost::new)),
            Tuple.of(3, Combinators.combine(which, status).as(AnsweredLate::new)),
            Tuple.of(1, copy.map(Stopped::new)),
            Tuple.of(2, which.map(Replayed::new)),
            Tuple.of(2, Combinators.combine(ended(), either).as(ReplayBegun::new)),
            Tuple.of(2, Arbitraries.create(ReplayWalked::new)),
            Tuple.of(3, Combinators.combine(gates(), millis(0, 5_000, 30_000)).as(Gated::new)),
            Tuple.of(10, time.map(TimePassed::new)))
        .map(DeliveryStep.class::cast)
        .list()
        .ofMinSize(20)
        .ofMaxSize(60);
  }

  private static Arbitrary<Duration> millis(Integer... millis) {
    return Arbitraries.of(millis).map(Duration::ofMillis);
  }

  private static Arbitrary<Boolean> rarely() {
    return Arbitraries.of(false, false, true);
  }

  private static Arbitrary<DeliveryState> ended() {
    return Arbitraries.of(DeliveryState.EXHAUSTED, DeliveryState.DELIVERED);
  }

  private static Arbitrary<Gate> gates() {
    return Arbitraries.of(Gate.OPEN, Gate.OPEN, Gate.OPEN, Gate.BROKEN, Gate.BROKEN, Gate.GONE);
  }
}
