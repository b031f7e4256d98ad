package dev.sandi.dispatcher.inspect;

import org.jspecify.annotations.Nullable;

/** Why no other attempt of a delivery follows by itself, for a person. */
final class EndInWords {

  private EndInWords() {}

  /**
   * The sentence of a reason.
   *
   * @param reason as it is on record; null if there is none
   */
  static @Nullable String of(@Nullable String reason) {
    if (reason == null) {
      return null;
    }
    return switch (reason) {
      case "attempts_used_up" -> "All attempts of the schedule were made.";
      case "expired" -> "The next attempt would have come too late for an event of this type.";
      case "gone" -> "The server answered that it wants no more callbacks.";
      case "at_most_once" -> "It may have arrived, and the app wants nothing twice.";
      case "interrupted" ->
          "A copy of the dispatcher died with it, so that it may have arrived, and the app wants"
              + " nothing twice.";
      case "retention" ->
          "It waited for an endpoint that is not called, until its day was about to be dropped.";
      default -> "It ended: " + reason + ".";
    };
  }
}
