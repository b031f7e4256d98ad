package dev.sandi.processor;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What may happen at one number, for histories of it. */
final class Histories {

  private Histories() {}

  /** One thing that happens. */
  sealed interface Step {}

  /**
   * A request to send a code.
   *
   * @param own whether the client has a code of its own
   * @param limit in seconds
   */
  record Send(int challenge, boolean simulated, boolean own, int limit) implements Step {}

  /** A guess with the newest code of the challenge, if there ever was one. */
  record GuessRight(int challenge, boolean simulated) implements Step {}

  /** A guess with a code that was replaced, if there ever was one. */
  record GuessOld(int challenge, boolean simulated) implements Step {}

  record GuessWrong(int challenge, boolean simulated) implements Step {}

  record TimePasses(Duration time) implements Step {}

  /** The loop that ends codes comes by; it makes no difference to anybody. */
  record ExpiryLoop() implements Step {}

  static Arbitrary<List<Step>> any() {
    Arbitrary<Integer> challenge = Arbitraries.integers().between(0, 2);
    Arbitrary<Boolean> simulated = Arbitraries.of(false, false, false, true);
    Arbitrary<Integer> limit = Arbitraries.of(30, 60, 300, 900);
    Arbitrary<Step> send =
        Combinators.combine(challenge, simulated, Arbitraries.of(false, false, true), limit)
            .as(Send::new);
    Arbitrary<Step> right = Combinators.combine(challenge, simulated).as(GuessRight::new);
    Arbitrary<Step> old = Combinators.combine(challenge, simulated).as(GuessOld::new);
    Arbitrary<Step> wrong = Combinators.combine(challenge, simulated).as(GuessWrong::new);
    Arbitrary<Step> time =
        Arbitraries.of(1_000, 29_999, 30_000, 59_000, 200_000, 300_000, 899_999, 900_000)
            .map(millis -> new TimePasses(Duration.ofMillis(millis)));
    Arbitrary<Step> loop = Arbitraries.just(new ExpiryLoop());
    return Arbitraries.frequencyOf(
            Tuple.of(4, send),
            Tuple.of(2, right),
            Tuple.of(1, old),
            Tuple.of(6, wrong),
            Tuple.of(3, time),
            Tuple.of(1, loop))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
