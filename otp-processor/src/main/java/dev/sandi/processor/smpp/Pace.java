package dev.sandi.processor.smpp;

import java.time.Duration;

/**
 * How fast a bind may be, and how long its peer may take.
 *
 * @param window most submits without an answer
 * @param rate most submits a second; 0 is no limit
 * @param enquireLink after so long without a word from the peer it is asked for one
 * @param answerTimeout for all parts of a message together
 * @param connectTimeout for each of connection, TLS and bind
 */
record Pace(
    int window, int rate, Duration enquireLink, Duration answerTimeout, Duration connectTimeout) {

  Pace {
    Rule.requireRange("window", window, 1, 10_000);
    Rule.requireRange("rate", rate, 0, 100_000);
    Rule.requireRange("enquire_link", enquireLink, Duration.ofMillis(100), Duration.ofMinutes(10));
    Rule.requireRange(
        "answer_timeout", answerTimeout, Duration.ofMillis(100), Duration.ofSeconds(60));
    Rule.requireRange(
        "connect_timeout", connectTimeout, Duration.ofMillis(100), Duration.ofSeconds(60));
  }
}
