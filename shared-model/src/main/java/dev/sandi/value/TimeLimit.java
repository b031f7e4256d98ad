package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;

/** How long a code can be verified after it was requested: 30 to 86,400 seconds. */
public record TimeLimit(@JsonValue int seconds) {

  /** The limit when a client gives none: five minutes. */
  public static final TimeLimit DEFAULT = new TimeLimit(300);

  @JsonCreator
  public TimeLimit {
    if (seconds < 30 || seconds > 86_400) {
      throw new InvalidValueException("time limit should between 30-86400 seconds");
    }
  }

  public Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
