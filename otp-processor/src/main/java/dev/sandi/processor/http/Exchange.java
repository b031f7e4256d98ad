package dev.sandi.processor.http;

/** What came of a request. Details are in words of our own. */
sealed interface Exchange {

  /** There is a whole answer, or one that is longer than is read. */
  record Answered(Answer answer) implements Exchange {}

  /** The provider cannot have seen the request: not a byte of it was sent. */
  record NotSent(String detail) implements Exchange {}

  /** The request was begun, and no answer came. */
  record Unanswered(String detail) implements Exchange {}
}
