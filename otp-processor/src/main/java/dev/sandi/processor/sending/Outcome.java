package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** How one claim of a message ended. */
sealed interface Outcome {

  /** By what the message was held. */
  Hold hold();

  default SessionId session() {
    return hold().session();
  }

  /**
   * A gateway took it.
   *
   * @param id of the message, a UUID of version 7, however often this is recorded
   * @param taken what the gateway said
   * @param latency from the submit to the answer
   */
  record Sent(Claimed message, UUID id, Accepted taken, int segments, Duration latency)
      implements Outcome {

    List<String> messageIds() {
      return taken.messageIds();
    }

    @Override
    public Hold hold() {
      return message.hold();
    }
  }

  /**
   * It is not sent, and will not be.
   *
   * @param reason a stable slug
   */
  record Dropped(Hold hold, String reason, String detail) implements Outcome {}

  /**
   * It is tried again.
   *
   * @param ambiguous whether it was perhaps sent, this time
   * @param putOff whether its gateway only asked for less at a time: it keeps its place
   * @param way by whom, and when
   */
  record Retry(Claimed message, boolean ambiguous, boolean putOff, Way way) implements Outcome {

    @Override
    public Hold hold() {
      return message.hold();
    }
  }

  /**
   * The way of a message from here.
   *
   * @param tried gateways that were of no avail
   * @param atOnce whether it need not wait
   */
  record Way(String gateway, List<String> tried, boolean atOnce) {

    /** Over the same gateway, after a pause. */
    static Way same(Claimed message) {
      return new Way(message.gateway(), message.tried(), false);
    }
  }
}
