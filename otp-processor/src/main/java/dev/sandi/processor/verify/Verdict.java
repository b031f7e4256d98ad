package dev.sandi.processor.verify;

import java.util.UUID;

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
   */
  record NotFound(int attemptsLeft) implements Verdict {}

  /** It was the code, too late. */
  record Expired() implements Verdict {}

  /**
   * The budget of wrong guesses is used up, so it was not looked at.
   *
   * @param retryAfter seconds until a guess is looked at again
   */
  record Locked(long retryAfter) implements Verdict {}
}
