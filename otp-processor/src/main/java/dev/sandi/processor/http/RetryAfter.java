package dev.sandi.processor.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, or a time (RFC 9110, section 10.2.3). */
final class RetryAfter {

  /** What a provider says beyond this is not believed: codes would have expired. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private RetryAfter() {}

  /** For how long to wait; empty if it says nothing that can be read, or has passed. */
  static Optional<Duration> read(String value, Instant now) {
    String text = value.strip();
    Duration wait =
        text.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : until(text, now);
    if (wait.isNegative() || wait.isZero()) {
      return Optional.empty();
    }
    return Optional.of(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  private static Duration until(String text, Instant now) {
    try {
      return Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
