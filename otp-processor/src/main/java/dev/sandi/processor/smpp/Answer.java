package dev.sandi.processor.smpp;

/** What came of one submit_sm. */
sealed interface Answer {

  /**
   * The SMSC answered.
   *
   * @param messageId as it is written there; empty if there is none
   */
  record Given(int status, String messageId) implements Answer {}

  /** It never left us. */
  record NotSent(String why) implements Answer {}

  /** It left us, and nobody knows more. */
  record None(String why) implements Answer {}
}
