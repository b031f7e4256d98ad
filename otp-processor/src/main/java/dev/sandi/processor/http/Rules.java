package dev.sandi.processor.http;

import dev.sandi.value.InvalidValueException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What settings have to keep to. */
final class Rules {

  private Rules() {}

  static void require(boolean kept, String rule) {
    if (!kept) {
      throw new InvalidValueException(rule);
    }
  }

  static void between(String name, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        "%s should be between %s and %s".formatted(name, least, most));
  }

  /** Whether exactly one of them is there. */
  static boolean one(@Nullable Object... settings) {
    int count = 0;
    for (Object setting : settings) {
      count += setting == null ? 0 : 1;
    }
    return count == 1;
  }

  /** Whether it is printable and not longer than that. */
  static boolean printable(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.chars().noneMatch(Character::isISOControl);
  }
}
