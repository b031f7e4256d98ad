package dev.sandi.processor.verify;

import dev.sandi.crypto.CodeHasher;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.processor.verify.Guesses.Guess;
import dev.sandi.value.OtpCode;
import java.time.Clock;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/** Checks a guess at the code of a challenge, in one round trip to the database. */
@Component
class VerifyCode {

  private static final int TRIES = 3;

  private final Guesses guesses;
  private final CodeHasher hasher;
  private final Outbox outbox;
  private final Clock clock;

  VerifyCode(Guesses guesses, CodeHasher hasher, Outbox outbox, Clock clock) {
    this.guesses = guesses;
    this.hasher = hasher;
    this.outbox = outbox;
    this.clock = clock;
  }

  Verdict verify(ChallengeKey key, OtpCode code) {
    for (int attempt = 1; ; attempt++) {
      try {
        Guess guess =
            guesses.guess(key, hasher.candidates(code.reveal(), key.context()), clock.instant());
        if (guess.told() > 0) {
          outbox.wake();
        }
        return guess.verdict();
      } catch (ConcurrencyFailureException e) {
        // The loser of a deadlock was rolled back as a whole, its guess included.
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }
}
