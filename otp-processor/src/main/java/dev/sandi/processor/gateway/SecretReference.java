package dev.sandi.processor.gateway;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sandi.value.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a secret of a gateway, written {@code ${SANDI_SECRET_…}}. The secret itself is in the
 * environment of the processor: settings can be stored, shown and logged. Other variables cannot be
 * named, or whoever may define a gateway could send them to a server of his own.
 *
 * @param name of the variable
 */
public record SecretReference(String name) {

  /** Matches a reference; group 1 is the name. */
  public static final Pattern PATTERN = Pattern.compile("\\$\\{(SANDI_SECRET_[A-Z0-9_]{1,64})}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SecretReference of(String text) {
    Matcher reference = PATTERN.matcher(text);
    if (!reference.matches()) {
      throw new InvalidValueException(
          "should name a variable of the environment as ${SANDI_SECRET_…}, never hold the secret");
    }
    return new SecretReference(reference.group(1));
  }

  @JsonValue
  public String text() {
    return "${" + name + "}";
  }
}
