package dev.sandi.bench.traffic;

import java.time.Instant;

/** What happens at an app at a simulated time. */
public sealed interface Event {

  Instant at();

  String app();

  String msisdn();

  /** The same for all that one person does to get in once. */
  long episode();

  /**
   * A request to send a code, within the rates that the ingress allows.
   *
   * @param origin who asks, and why
   * @param ownCode whether the app gives a code of its own; never where somebody may ask again, as
   *     a resend would then replace the code instead of repeating it
   */
  record Ask(
      Instant at,
      String app,
      String msisdn,
      String template,
      Origin origin,
      long episode,
      boolean ownCode)
      implements Event {}

  /**
   * A code is entered, if one has come.
   *
   * @param right whether it is the code that came
   */
  record Guess(Instant at, String app, String msisdn, long episode, boolean right)
      implements Event {}
}
