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

  /** An event is taken in, and attempted at once if there is room. */
  record TakenIn(boolean room) implements DeliveryStep {}

  /** A copy looks for what is due. */
  record Claimed(int most) implements DeliveryStep {}

  /** An attempt ends. */
  record Answered(int which, int status, int retryAfter) implements DeliveryStep {}

  /** A copy dies with what it holds; what it was answered may still come out. */
  record Lost(int which) implements DeliveryStep {}

  /** A copy that was thought dead writes a result after all. */
  record AnsweredLate(int which, int status) implements DeliveryStep {}

  /** A copy gives back what it has not begun. */
  record GivenBack(int which) implements DeliveryStep {}

  record Gated(Gate gate) implements DeliveryStep {}

  record TimePassed(Duration time) implements DeliveryStep {}

  static Arbitrary<List<DeliveryStep>> histories() {
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 20);
    Arbitrary<Integer> status = Arbitraries.of(200, 204, 302, 410, 429, 500, 503);
    Arbitrary<Integer> retryAfter = Arbitraries.of(0, 0, 1, 50, 4_000, 200_000);
    Arbitrary<Duration> time =
        Arbitraries.of(1, 4_999, 5_000, 6_001, 40_000, 60_000, 3_600_000, 100_000_000)
            .map(Duration::ofMillis);
    return Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(true, false).map(TakenIn::new)),
            Tuple.of(6, Arbitraries.integers().between(1, 6).map(Claimed::new)),
            Tuple.of(6, Combinators.combine(which, status, retryAfter).as(Answered::new)),
            Tuple.of(2, which.map(Lost::new)),
            Tuple.of(2, Combinators.combine(which, status).as(AnsweredLate::new)),
            Tuple.of(1, which.map(GivenBack::new)),
            Tuple.of(
                1, Arbitraries.of(Gate.OPEN, Gate.OPEN, Gate.DISABLED, Gate.GONE).map(Gated::new)),
            Tuple.of(5, time.map(TimePassed::new)))
        .map(DeliveryStep.class::cast)
        .list()
        .ofMinSize(10)
        .ofMaxSize(60);
  }
}
