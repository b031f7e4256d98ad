package dev.sandi.dispatcher.http;

import java.io.IOException;

/** An answer is longer than anybody will read. */
final class AnswerTooLongException extends IOException {

  AnswerTooLongException() {
    super("The answer is too long");
  }
}
