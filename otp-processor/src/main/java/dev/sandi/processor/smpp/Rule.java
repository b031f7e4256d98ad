package dev.sandi.processor.smpp;

import dev.sandi.value.InvalidValueException;
import java.time.Duration;

/** Rules of settings. */
final class Rule {

  private Rule() {}

  /** Visible ASCII, as text fields of a PDU have it. */
  static void requireText(String setting, String text, int least, int most) {
    if (text.length() < least || text.length() > most || !isVisible(text)) {
      throw new InvalidValueException(
          "%s: should be %d-%d visible ASCII characters".formatted(setting, least, most));
    }
  }

  static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  static void requireRange(String setting, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          "%s: should be from %d to %d".formatted(setting, least, most));
    }
  }

  static void requireRange(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(
          "%s: should be from %s to %s".formatted(setting, least, most));
    }
  }
}
