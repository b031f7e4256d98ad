package dev.sandi.dispatcher.endpoint;

import java.time.Instant;

/**
 * What an attempt says about its endpoint.
 *
 * @param probe whether it was the single attempt that an endpoint gets whose breaker is open
 */
public record Sample(Instant startedAt, Instant endedAt, Kind kind, boolean probe) {

  public enum Kind {
    SUCCEEDED,
    FAILED,
    /** 410. */
    GONE,
    /** 429: it is there, and busy. */
    THROTTLED,
    /** Nothing was sent, for a fault in the app's settings. */
    UNSENT,
    /** It was cut short by the end of a copy of ours. */
    INTERRUPTED;

    boolean isFaultOfEndpoint() {
      return this == FAILED || this == GONE;
    }
  }
}
