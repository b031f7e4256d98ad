package dev.sandi.processor.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of a message to a simulated handset. */
enum HandsetOutcome {
  /** It arrives, and a report says so. */
  DELIVERED,
  /** The gateway takes it, and a report says that it did not arrive. */
  UNDELIVERED,
  /** It arrives, and no report ever says so. */
  UNREPORTED,
  /** The gateway refuses it for good. */
  FAILED,
  /** The operator behind the gateway cannot be reached. */
  UNREACHABLE,
  /** The gateway asks for less at a time, each time that it is submitted. */
  THROTTLED,
  /** It arrives, and the gateway's answer is lost: nobody can tell that it was taken. */
  UNANSWERED;

  boolean arrives() {
    return this == DELIVERED || this == UNREPORTED || this == UNANSWERED;
  }

  boolean isReported() {
    return this == DELIVERED || this == UNDELIVERED;
  }

  /** Whether it is the operator who says why. */
  boolean hasReason() {
    return this == UNDELIVERED || this == FAILED;
  }

  /** The name on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name.
   *
   * @throws InvalidValueException if it is none
   */
  @JsonCreator
  static HandsetOutcome of(String name) {
    return Arrays.stream(values())
        .filter(outcome -> outcome.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "should be one of "
                        + Arrays.stream(values())
                            .map(HandsetOutcome::toString)
                            .collect(Collectors.joining(", "))));
  }
}
