package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of an SMS to a simulated handset; {@link #toString()} is the name on the wire. */
public enum SimulatedOutcome {
  /** The handset gets it and reports it at once. */
  DELIVERED,
  /** The gateway takes it, and the handset does not get it. */
  UNDELIVERED,
  /** The operator refuses it. */
  FAILED,
  /** The operator cannot be reached. */
  UNREACHABLE,
  /** The handset gets it at once, and the report of it comes late. */
  LATE;

  /**
   * Reads a name.
   *
   * @throws InvalidValueException if it is none
   */
  @JsonCreator
  public static SimulatedOutcome of(String name) {
    return Arrays.stream(values())
        .filter(outcome -> outcome.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "simulated outcome should be one of "
                        + Arrays.stream(values())
                            .map(SimulatedOutcome::toString)
                            .collect(Collectors.joining(", "))));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
