package dev.sandi.dispatcher.delivery;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pause that a server asks for (RFC 9110, section 10.2.3): seconds, or a date in any of the
 * three forms that section 5.6.7 has recipients read. What cannot be read asks for nothing, and
 * nobody is waited for longer than a day.
 */
final class RetryAfter {

  private static final Duration MOST = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  /** More digits are more than a day in any case. */
  private static final int READABLE_DIGITS = 9;

  /** Of what is longer, the parser thinks that we have gone wrong. */
  private static final int LONGEST_DATE = 64;

  private RetryAfter() {}

  static Duration parse(@Nullable String header, Instant now) {
    String text = header == null ? "" : header.strip();
    if (SECONDS.matcher(text).matches()) {
      return text.length() > READABLE_DIGITS
          ? MOST
          : bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    Date date =
        text.isEmpty() || text.length() > LONGEST_DATE ? null : DateFormatter.parseHttpDate(text);
    return date == null ? Duration.ZERO : bounded(Duration.between(now, date.toInstant()));
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(MOST) > 0 ? MOST : asked;
  }
}
