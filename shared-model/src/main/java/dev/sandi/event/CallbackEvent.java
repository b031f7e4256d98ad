package dev.sandi.event;

import java.util.UUID;

/** What became of telling the customer's server about one lifecycle event. */
public sealed interface CallbackEvent extends SessionEvent
    permits CallbackDelivered, CallbackFailed, CallbackExhausted {

  /** The id that the customer sees in {@code webhook-id}, the same for every attempt. */
  UUID deliveryId();

  /** The type that the customer sees in the body, as in {@code otp.sent}. */
  String callbackType();

  /** Number of the attempt, from 1. */
  int attempt();
}
