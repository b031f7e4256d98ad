package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The public name of a customer's application, as in the {@code App-ID} header. */
public record AppId(@JsonValue String value) {

  private static final int LONGEST = 64;

  @JsonCreator
  public AppId {
    if (!isValid(value)) {
      throw new InvalidValueException(
          "app id should be 1-64 letters, digits, hyphens and underscores");
    }
  }

  /** By hand: it is asked of every request and of every event. */
  private static boolean isValid(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!alphanumeric && (i == 0 || (c != '-' && c != '_'))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  @Override
  public String toString() {
    return value;
  }
}
