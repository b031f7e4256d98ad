package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The site that a code is for: browsers fill in a code whose SMS ends with {@code @<domain>
 * #<code>} on that site and no other (WICG, Origin-bound one-time codes delivered via SMS). A host
 * name in lower case, its labels in ASCII, without scheme, port and path.
 */
public record WebOtpDomain(@JsonValue String value) {

  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");
  private static final int LONGEST = 100;

  @JsonCreator
  public WebOtpDomain {
    if (value.length() > LONGEST || !HOST.matcher(value).matches()) {
      throw new InvalidValueException(
          "web otp should be a host name in lower case, to %d characters".formatted(LONGEST));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
