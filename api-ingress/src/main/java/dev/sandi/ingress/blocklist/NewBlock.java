package dev.sandi.ingress.blocklist;

import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator wants blocked.
 *
 * @param reason 1 to 200 characters in one line
 * @param expiresAt when it ends by itself, in milliseconds; null if never
 */
record NewBlock(BlockKey key, String reason, @Nullable Instant expiresAt) {

  private static final int LONGEST_REASON = 200;
  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  NewBlock {
    reason(reason);
    expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Takes a text that can be a reason.
   *
   * @throws InvalidValueException if it cannot
   */
  static String reason(String text) {
    if (text.isBlank() || text.length() > LONGEST_REASON) {
      throw new InvalidValueException("reason should be 1-200 characters");
    }
    if (!text.equals(oneLine(text))) {
      throw new InvalidValueException("reason should be one line of text");
    }
    return text;
  }

  /** What is wrong with a time as the end of a block. */
  static Optional<String> faultOfEnd(Instant end, Instant now) {
    if (!end.isAfter(now)) {
      return Optional.of("expires_at should be in the future");
    }
    return end.isBefore(LATEST)
        ? Optional.empty()
        : Optional.of("expires_at should be before the year 10000");
  }

  /** A reason that somebody else gave, as one that would be taken from an administrator. */
  static String reasonOf(String text) {
    String line = oneLine(text);
    int longest = Math.min(line.length(), LONGEST_REASON);
    boolean halves = longest < line.length() && Character.isLowSurrogate(line.charAt(longest));
    String reason = line.substring(0, halves ? longest - 1 : longest);
    return reason.isBlank() ? "unknown" : reason;
  }

  /** Text without what would end a line, or could not be stored. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean breaks =
                  type == Character.CONTROL
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.SURROGATE;
              line.appendCodePoint(breaks ? ' ' : c);
            });
    return line.toString();
  }
}
