package dev.sandi.processor.verify;

import dev.sandi.crypto.CodeHasher;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpVerified;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.processor.session.SessionRow;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.verify.Guesses.Guess;
import dev.sandi.value.OtpCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Checks a guess at the code of a challenge. */
@Component
class VerifyCode {

  private static final int TRIES = 3;

  private final TransactionOperations transactions;
  private final Guesses guesses;
  private final Sessions sessions;
  private final CodeHasher hasher;
  private final Outbox outbox;
  private final Clock clock;

  VerifyCode(
      TransactionOperations transactions,
      Guesses guesses,
      Sessions sessions,
      CodeHasher hasher,
      Outbox outbox,
      Clock clock) {
    this.transactions = transactions;
    this.guesses = guesses;
    this.sessions = sessions;
    this.hasher = hasher;
    this.outbox = outbox;
    this.clock = clock;
  }

  Verdict verify(ChallengeKey key, OtpCode code) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Objects.requireNonNull(transactions.execute(status -> check(key, code)));
      } catch (ConcurrencyFailureException e) {
        // The loser of a deadlock was rolled back as a whole, its guess included.
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private Verdict check(ChallengeKey key, OtpCode code) {
    Instant now = clock.instant();
    Guess guess = guesses.guess(key, hasher.candidates(code.reveal(), key.context()), now);
    return switch (guess.outcome()) {
      case VERIFIED -> verified(guess, now);
      case EXPIRED -> new Verdict.Expired();
      case LOCKED -> new Verdict.Locked(wait(guess, now));
      case NOT_FOUND -> new Verdict.NotFound(Math.max(0, Guesses.MOST_WRONG - guess.wrong()));
    };
  }

  private Verdict verified(Guess guess, Instant now) {
    List<SessionRow> told = sessions.verify(guess.sessions(), now);
    outbox.append(
        told.stream()
            .map(row -> Envelope.of(new OtpVerified(row.session(), now), now, row.trace()))
            .toList());
    return new Verdict.Verified(guess.sessions().get(guess.sessions().size() - 1));
  }

  /** Whole seconds until a guess is allowed again, rounded up: waiting that long is enough. */
  private static long wait(Guess guess, Instant now) {
    Duration left = Duration.between(now, guess.unlockedAt());
    return Math.max(1, left.plusMillis(999).toSeconds());
  }
}
