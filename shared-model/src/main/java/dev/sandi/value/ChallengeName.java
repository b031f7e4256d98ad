package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The category that a code is for: a code is found by app, msisdn and this name. */
public record ChallengeName(@JsonValue String value) {

  /** The name when a client gives none. */
  public static final ChallengeName DEFAULT = new ChallengeName("default");

  @JsonCreator
  public ChallengeName {
    if (value.isEmpty() || value.length() > 64) {
      throw new InvalidValueException("challenge length should between 1-64 characters");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidValueException("challenge should not contain control characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
