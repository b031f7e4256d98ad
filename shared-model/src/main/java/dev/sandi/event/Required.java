package dev.sandi.event;

import dev.sandi.value.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** The rule of fields that a contract does not let be absent. */
final class Required {

  private Required() {}

  static void of(@Nullable Object value, String field) {
    if (value == null) {
      throw new InvalidValueException(field + " is missing");
    }
  }
}
