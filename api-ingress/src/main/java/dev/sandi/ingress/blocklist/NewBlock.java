package dev.sandi.ingress.blocklist;

import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator wants blocked.
 *
 * @param reason 1 to 200 characters in one line
 * @param expiresAt when it ends by itself, in milliseconds; null if never
 */
record NewBlock(BlockKey key, String reason, @Nullable Instant expiresAt) {

  static final int LONGEST_REASON = 200;

  NewBlock {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new InvalidValueException("reason should be 1-200 characters");
    }
    if (!reason.equals(oneLine(reason))) {
      throw new InvalidValueException("reason should be one line of text");
    }
    expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Text without what would end a line, or could not be stored. */
  static String oneLine(String text) {
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
