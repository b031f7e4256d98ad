package dev.sandi.bench.sending;

import org.jspecify.annotations.Nullable;

/**
 * A lifecycle event, as a reader of the topic sees it.
 *
 * @param id the same for every copy of the event
 * @param messageId the gateway's, if the event has one
 * @param reason of a failure
 */
public record Told(
    String id, Kind kind, String session, @Nullable String messageId, @Nullable String reason) {

  /** What an event says of its session's message. */
  public enum Kind {
    SENT,
    DELIVERED,
    UNDELIVERED,
    FAILED,
    REJECTED,
    EXPIRED,
    VERIFIED,
    OTHER;

    /** Whether nothing more is to be told of the message. */
    boolean isEnd() {
      return this == DELIVERED || this == UNDELIVERED || this == FAILED || this == REJECTED;
    }
  }
}
