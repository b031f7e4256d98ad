package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What names an Android app in an SMS that it may read without a permission (SMS Retriever API): 11
 * characters of base64, from the app's package and signing certificate.
 */
public record AndroidHash(@JsonValue String value) {

  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9+/]{11}");

  @JsonCreator
  public AndroidHash {
    if (!HASH.matcher(value).matches()) {
      throw new InvalidValueException("android hash should be 11 characters of base64");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
