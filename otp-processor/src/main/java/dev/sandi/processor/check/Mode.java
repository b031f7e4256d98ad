package dev.sandi.processor.check;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an app wants of a check. */
enum Mode {
  /** A refusal refuses. */
  ENFORCE,
  /** A refusal is only recorded. */
  SHADOW,
  /** The check's word is ignored. */
  OFF;

  /** A check that an app does not name is enforced, and so is a mode that nobody knows. */
  static Mode of(@Nullable String setting) {
    if (setting == null) {
      return ENFORCE;
    }
    return switch (setting.toLowerCase(Locale.ROOT)) {
      case "shadow" -> SHADOW;
      case "off" -> OFF;
      default -> ENFORCE;
    };
  }
}
