package dev.sandi.processor.verify;

import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.processor.verify.Guesses.Guess;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Checks guesses at codes, all of a moment in one round trip to the database. */
@Component
class VerifyCodes {

  private static final Logger log = LoggerFactory.getLogger(VerifyCodes.class);

  private final Guesses guesses;
  private final Clock clock;
  private final WakeableLoop tellVerifiedLoop;

  VerifyCodes(Guesses guesses, Clock clock, WakeableLoop tellVerifiedLoop) {
    this.guesses = guesses;
    this.clock = clock;
    this.tellVerifiedLoop = tellVerifiedLoop;
  }

  /** The verdict about each, in their order. */
  List<Verdict> verify(List<Guess> all) {
    List<Verdict> verdicts;
    try {
      verdicts = guesses.decide(all, clock.instant());
    } catch (ConcurrencyFailureException | DataIntegrityViolationException e) {
      // It was rolled back as a whole, whichever guess was at fault.
      verdicts = oneByOne(all);
    }
    if (verdicts.stream().anyMatch(Verdict.Verified.class::isInstance)) {
      tellVerifiedLoop.wake();
    }
    return verdicts;
  }

  private List<Verdict> oneByOne(List<Guess> all) {
    List<Verdict> verdicts = new ArrayList<>();
    Set<ChallengeKey> stuck = new HashSet<>();
    for (Guess guess : all) {
      Verdict verdict = new Verdict.Undecided();
      if (!stuck.contains(guess.key())) {
        try {
          verdict = guesses.decide(List.of(guess), clock.instant()).get(0);
        } catch (ConcurrencyFailureException | DataIntegrityViolationException e) {
          // Others at the same code would only wait as long, and all the rest with them.
          stuck.add(guess.key());
          log.warn("A guess could not be decided: {}", Failures.describeWithoutData(e));
        }
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }
}
