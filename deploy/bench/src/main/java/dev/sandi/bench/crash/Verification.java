package dev.sandi.bench.crash;

/**
 * What a customer's guesses of a session's right code were answered.
 *
 * @param ok answers with 200
 * @param refused answers with another status that says something of the code
 * @param unheard guesses whose answer never came, or was no answer to the guess
 */
record Verification(int ok, int refused, int unheard) {

  static final Verification NONE = new Verification(0, 0, 0);

  /**
   * The same after another answer.
   *
   * @param status 0 if there was none
   */
  Verification and(int status) {
    return switch (status) {
      case 200 -> new Verification(ok + 1, refused, unheard);
      case 404, 422 -> new Verification(ok, refused + 1, unheard);
      default -> new Verification(ok, refused, unheard + 1);
    };
  }

  /** All answers of both. */
  Verification plus(Verification more) {
    return new Verification(ok + more.ok, refused + more.refused, unheard + more.unheard);
  }
}
