package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an app wants of its callbacks beside the usual.
 *
 * @param retrySchedule pauses between attempts in seconds, instead of the dispatcher's if there are
 *     any; at most ten of at most a day, since a delivery must end before its day is dropped
 * @param atMostOnce whether a callback that may have reached the server is never repeated, although
 *     it may have been lost
 * @param order which callbacks wait for each other
 * @param style what a callback looks like
 */
public record CallbackPolicy(
    List<Long> retrySchedule, boolean atMostOnce, Order order, Style style) {

  /** Nothing beside the usual. */
  public static final CallbackPolicy DEFAULT = new CallbackPolicy(List.of(), false);

  public static final int MOST_PAUSES = 10;
  public static final long LONGEST_PAUSE = 86_400;

  /** Which callbacks wait for each other. */
  public enum Order {
    /** The events of a session are told one after the other, as they happened. */
    SESSION,
    /** None waits for another. */
    NONE;

    /** Reads a name; one that is not known yet is the usual. */
    @JsonCreator
    public static Order of(String slug) {
      return slug.equals(NONE.slug()) ? NONE : SESSION;
    }

    /** The name in settings and events. */
    @JsonValue
    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> slugs() {
      return Arrays.stream(values()).map(Order::slug).toList();
    }
  }

  /** What a callback looks like. */
  public enum Style {
    /** A signed JSON body: Standard Webhooks. */
    STANDARD,
    /** {@code GET} of the callback URL with {@code session_id} and a number, {@code status}. */
    LEGACY_GET,
    /** {@code POST} to the same, without a body. */
    LEGACY_POST;

    /** Reads a name; one that is not known yet is the usual. */
    @JsonCreator
    public static Style of(String slug) {
      return Arrays.stream(values())
          .filter(style -> style.slug().equals(slug))
          .findFirst()
          .orElse(STANDARD);
    }

    /** The name in settings and events. */
    @JsonValue
    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> slugs() {
      return Arrays.stream(values()).map(Style::slug).toList();
    }
  }

  @JsonCreator
  public CallbackPolicy(
      @JsonProperty("retry_schedule") List<Long> retrySchedule,
      @JsonProperty("at_most_once") boolean atMostOnce,
      @JsonProperty("order") @Nullable Order order,
      @JsonProperty("style") @Nullable Style style) {
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
    this.order = order == null ? Order.SESSION : order;
    this.style = style == null ? Style.STANDARD : style;
  }

  /** One whose callbacks have their usual order and look as usual. */
  public CallbackPolicy(List<Long> retrySchedule, boolean atMostOnce) {
    this(retrySchedule, atMostOnce, Order.SESSION, Style.STANDARD);
  }
}
