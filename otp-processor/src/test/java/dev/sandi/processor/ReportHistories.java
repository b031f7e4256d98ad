package dev.sandi.processor;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What may happen to one message, for histories of it. */
final class ReportHistories {

  static final int MOST_MESSAGES = 3;
  static final int MOST_PARTS = 2;

  private ReportHistories() {}

  /** One thing that happens. */
  sealed interface Step {}

  /**
   * A gateway takes what is submitted, if something is.
   *
   * @param after how long its report may take before another gateway sends; zero: for ever
   */
  record Taken(int parts, Duration after, boolean whenUndelivered) implements Step {}

  /** A gateway will not take what is submitted again, if something is. */
  record Refused() implements Step {}

  /** A report, of a part that there may be none of, now or ever. */
  record Reported(int message, int part, boolean delivered, boolean twice) implements Step {}

  record Verified() implements Step {}

  record TimePasses(Duration time) implements Step {}

  record Restarted() implements Step {}

  static Arbitrary<List<Step>> any() {
    Arbitrary<Boolean> both = Arbitraries.of(true, false);
    Arbitrary<Step> taken =
        Combinators.combine(
                Arbitraries.integers().between(1, MOST_PARTS),
                Arbitraries.of(0, 5, 20, 400).map(Duration::ofSeconds),
                both)
            .as(Taken::new);
    Arbitrary<Step> reported =
        Combinators.combine(
                Arbitraries.integers().between(0, MOST_MESSAGES - 1),
                Arbitraries.integers().between(0, MOST_PARTS - 1),
                both,
                Arbitraries.of(true, false, false, false))
            .as(Reported::new);
    Arbitrary<Step> time =
        Arbitraries.of(1, 5, 10, 21, 290).map(s -> new TimePasses(Duration.ofSeconds(s)));
    return Arbitraries.frequencyOf(
            Tuple.of(16, taken),
            Tuple.of(4, Arbitraries.just(new Refused())),
            Tuple.of(32, reported),
            Tuple.of(3, Arbitraries.just(new Verified())),
            Tuple.of(16, time),
            Tuple.of(1, Arbitraries.just(new Restarted())))
        .list()
        .ofMinSize(4)
        .ofMaxSize(14);
  }
}
