package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What an app wants of its callbacks beside the usual.
 *
 * @param retrySchedule pauses between attempts in seconds, instead of the dispatcher's if there are
 *     any; at most ten of at most a day, since a delivery must end before its day is dropped
 * @param atMostOnce whether a callback that may have reached the server is never repeated, although
 *     it may have been lost
 */
public record CallbackPolicy(List<Long> retrySchedule, boolean atMostOnce) {

  /** Nothing beside the usual. */
  public static final CallbackPolicy DEFAULT = new CallbackPolicy(List.of(), false);

  public static final int MOST_PAUSES = 10;
  public static final long LONGEST_PAUSE = 86_400;

  @JsonCreator
  public CallbackPolicy(
      @JsonProperty("retry_schedule") List<Long> retrySchedule,
      @JsonProperty("at_most_once") boolean atMostOnce) {
    if (retrySchedule == null) {
      throw new InvalidValueException("retry schedule should be a list of seconds");
    }
    if (retrySchedule.size() > MOST_PAUSES
        || retrySchedule.stream().anyMatch(p -> p == null || p < 1 || p > LONGEST_PAUSE)) {
      throw new InvalidValueException(
          "retry schedule should be at most %d pauses of 1-%d seconds"
              .formatted(MOST_PAUSES, LONGEST_PAUSE));
    }
    this.retrySchedule = List.copyOf(retrySchedule);
    this.atMostOnce = atMostOnce;
  }
}
