package dev.sandi.ingress.funnel;

import java.util.Locale;

/** What a session goes through, in its order. */
enum Stage {
  /** From the arrival of the request until it is accepted. */
  ACCEPTED,
  /** From the arrival until a gateway has taken the SMS. */
  SENT,
  /** From then until its delivery report came. */
  DELIVERED,
  /** From the report, or from the gateway if none came before, until the code was verified. */
  VERIFIED,
  /** From an event until the customer's server first answered the callback that tells of it. */
  CALLED_BACK;

  /** The public name, and the one in the table. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
