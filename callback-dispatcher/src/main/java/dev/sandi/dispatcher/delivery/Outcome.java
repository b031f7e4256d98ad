package dev.sandi.dispatcher.delivery;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What follows for a delivery. */
sealed interface Outcome {

  /** For metrics: the kind in lower case. */
  default String name() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The customer has it. */
  record Delivered() implements Outcome {}

  /** Another attempt follows. */
  record Retry(Instant at, String error) implements Outcome {}

  /** No other attempt follows by itself. */
  record Exhausted(String error, End end) implements Outcome {}

  /** No attempt was made: anybody may claim it from {@code at} on, or when it was due if null. */
  record Released(@Nullable Instant at) implements Outcome {}
}
