package dev.sandi.dispatcher.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sandi.value.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryState {
  /** Another attempt follows, or is being made. */
  PENDING,
  /** The customer has it. */
  DELIVERED,
  /** No other attempt follows by itself; why is the delivery's {@code end_reason}. */
  EXHAUSTED;

  /**
   * Reads the name in tables and over HTTP.
   *
   * @throws InvalidValueException if it is none
   */
  @JsonCreator
  public static DeliveryState of(String slug) {
    return Arrays.stream(values())
        .filter(state -> state.slug().equals(slug))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException("state should be one of pending, delivered, exhausted"));
  }

  /** The stable name in tables and over HTTP. */
  @JsonValue
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
