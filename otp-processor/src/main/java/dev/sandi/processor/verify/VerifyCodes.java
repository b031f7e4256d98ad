package dev.sandi.processor.verify;

import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.processor.verify.Guesses.Guess;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Checks guesses at codes, all of a moment in one round trip to the database. */
@Component
class VerifyCodes {

  private static final Logger log = LoggerFactory.getLogger(VerifyCodes.class);

  /**
   * What one guess can be at fault for (PostgreSQL manual, appendix A): its data (22, 23), a
   * deadlock (40), a code that somebody keeps (55P03). Whatever else fails would fail for all.
   */
  private static final List<String> OF_A_GUESS = List.of("22", "23", "40", "55P03");

  private final Guesses guesses;
  private final Clock clock;
  private final WakeableLoop tellVerifiedLoop;
  private final GuessMeters meters;

  VerifyCodes(Guesses guesses, Clock clock, WakeableLoop tellVerifiedLoop, GuessMeters meters) {
    this.guesses = guesses;
    this.clock = clock;
    this.tellVerifiedLoop = tellVerifiedLoop;
    this.meters = meters;
  }

  /** The verdict about each, in their order. */
  List<Verdict> verify(List<Guess> all) {
    List<Verdict> verdicts;
    try {
      verdicts = guesses.decide(all, clock.instant());
    } catch (DataAccessException e) {
      rethrowOutage(e);
      // It was rolled back as a whole, whichever guess was at fault.
      verdicts = oneByOne(all);
    }
    meters.count(verdicts);
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
        } catch (DataAccessException e) {
          rethrowOutage(e);
          // Others at the same code would only wait as long, and all the rest with them.
          stuck.add(guess.key());
          log.warn("A guess could not be decided: {}", Failures.describeWithoutData(e));
        }
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private static void rethrowOutage(DataAccessException failure) {
    boolean isOfAGuess =
        failure.getMostSpecificCause() instanceof SQLException sql
            && sql.getSQLState() != null
            && OF_A_GUESS.stream().anyMatch(sql.getSQLState()::startsWith);
    if (!isOfAGuess) {
      throw failure;
    }
  }
}
