package dev.sandi.processor.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a guess. */
sealed interface Verdict {

  /**
   * It was the code, which is used up now.
   *
   * @param session the newest session that carried it
   */
  record Verified(UUID session) implements Verdict {}

  /**
   * It was not the code, or there is none.
   *
   * @param attemptsLeft wrong guesses that are left
   * @param expiresIn whole seconds that the live code still has; null if none is live
   */
  record NotFound(int attemptsLeft, @Nullable Long expiresIn) implements Verdict {}

  /** It was the code, too late. */
  record Expired() implements Verdict {}

  /**
   * The budget of wrong guesses is used up, so it was not looked at.
   *
   * @param retryAfter seconds until a guess is looked at again
   */
  record Locked(long retryAfter) implements Verdict {}

  /** It could not be looked at, and did not count. */
  record Undecided() implements Verdict {}
}
