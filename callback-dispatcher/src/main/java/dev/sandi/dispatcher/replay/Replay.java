package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay of all deliveries that a filter finds and that ended before it was asked for.
 *
 * @param named what its filter names, by the names of its parts
 * @param rate most deliveries a second
 * @param cursor the last delivery that was replayed or passed over
 * @param counted the last delivery that was counted
 * @param last the last delivery that there can be
 * @param usedUntil until when its rate is used up
 * @param total how many were counted
 * @param matched how many were come by
 * @param replayed how many of those were made due
 */
record Replay(
    UUID id,
    Map<String, String> named,
    int rate,
    State state,
    UUID cursor,
    UUID counted,
    UUID last,
    Instant usedUntil,
    long total,
    long matched,
    long replayed,
    Instant createdAt,
    @Nullable Instant endedAt) {

  enum State {
    RUNNING,
    /** All that matched is due; whether it was told is on its deliveries. */
    DONE,
    CANCELLED;

    /** The name in tables and answers. */
    String slug() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String slug) {
      return valueOf(slug.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * What it is a replay of.
   *
   * @throws InvalidValueException if a newer version knows more to name
   */
  DeliveryFilter filter() {
    return StoredFilters.read(named);
  }

  /** As it is when more were counted. */
  Replay counted(UUID until, long more) {
    return new Replay(
        id,
        named,
        rate,
        state,
        cursor,
        until,
        last,
        usedUntil,
        total + more,
        matched,
        replayed,
        createdAt,
        endedAt);
  }

  /** As it is after a batch. */
  Replay walked(UUID until, Instant rateUsedUntil, int matches, int madeDue, Instant now) {
    boolean done = until.equals(last);
    return new Replay(
        id,
        named,
        rate,
        done ? State.DONE : State.RUNNING,
        until,
        counted,
        last,
        rateUsedUntil,
        total,
        matched + matches,
        replayed + madeDue,
        createdAt,
        done ? now : null);
  }

  boolean isCounted() {
    return counted.equals(last);
  }

  /** When it is done if nothing stands in its way; null unless that can be told. */
  @Nullable Instant eta(Instant now) {
    return state == State.RUNNING && isCounted()
        ? now.plusSeconds((Math.max(0, total - matched) + rate - 1) / rate)
        : null;
  }
}
