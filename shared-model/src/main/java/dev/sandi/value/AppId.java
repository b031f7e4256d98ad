package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The public name of a customer's application, as in the {@code App-ID} header. */
public record AppId(@JsonValue String value) {

  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  @JsonCreator
  public AppId {
    if (!RULE.matcher(value).matches()) {
      throw new InvalidValueException(
          "app id should be 1-64 letters, digits, hyphens and underscores");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
