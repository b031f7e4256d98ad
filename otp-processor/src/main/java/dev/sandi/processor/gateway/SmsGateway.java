package dev.sandi.processor.gateway;

import java.util.concurrent.CompletionStage;

/**
 * Something that sends SMS: a provider, an operator, a simulated handset. It keeps no queue: what
 * it has no room for stays in the database, where every copy sees it.
 */
public interface SmsGateway extends AutoCloseable {

  /** The name that routes, events and metrics use. */
  String name();

  /**
   * How many messages it would take at this moment: 0 while it has no connection, is told to slow
   * down, or waits for as many answers as it may. Cheap, and never blocks.
   */
  int room();

  /** Sets whom to tell that {@link #room()} has grown; called from any thread, and quick. */
  void onRoom(Runnable listener);

  /**
   * Submits a message, without blocking. One that there was no room for is answered {@link
   * SubmitResult.Unavailable}.
   *
   * @return completes with what the gateway said; a failure counts as {@link
   *     SubmitResult.Ambiguous}
   */
  CompletionStage<SubmitResult> submit(Sms sms);

  /**
   * Whether its failures and its slowness are asked for, message by message, and so say nothing of
   * how it is.
   */
  default boolean failsOnPurpose() {
    return false;
  }

  /** Whether its peer does not know who it says it is, which no time heals. */
  default boolean isUnknown() {
    return false;
  }

  /**
   * Whether each message that arrives is reported: only then does a missing report say anything.
   */
  default boolean reportsDelivery() {
    return true;
  }

  /** How it is, for whoever operates it. */
  GatewayStatus status();

  /** Takes nothing more, gives what is under way a few seconds to be answered, and disconnects. */
  @Override
  void close();

  /**
   * As {@link #close}, when another gateway has taken its place: nothing is in a hurry, so it waits
   * for as long as an answer may take.
   */
  default void retire() {
    close();
  }

  /**
   * Whether its peer refuses to have it connected, as operators do that allow no more connections
   * than there are.
   */
  default boolean isTurnedAway() {
    return false;
  }
}
