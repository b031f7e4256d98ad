package dev.sandi.processor.gateway;

import dev.sandi.value.InvalidValueException;
import java.time.Duration;

/**
 * How long a gateway's answer is waited for at most: one that comes later is thrown away, and its
 * message counts as ambiguous.
 *
 * @param duration two thirds of {@code sandi.processor.submit-lease}
 */
public record LongestAnswer(Duration duration) {

  /**
   * Checks how long a gateway is to wait for an answer.
   *
   * @throws InvalidValueException if that is longer, naming the setting
   */
  public void check(String setting, Duration wanted) {
    if (wanted.compareTo(duration) > 0) {
      throw new InvalidValueException(
          "%s: should be at most %s, two thirds of sandi.processor.submit-lease"
              .formatted(setting, duration));
    }
  }

  /** How long a gateway waits that was stored when the lease may have been longer. */
  public Duration limit(Duration wanted) {
    return wanted.compareTo(duration) < 0 ? wanted : duration;
  }
}
