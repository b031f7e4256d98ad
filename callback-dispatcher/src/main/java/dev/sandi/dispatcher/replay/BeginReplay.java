package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.DeliveryState;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Begins to replay what a filter finds, as far as it has ended by now. */
final class BeginReplay {

  static final int USUAL_RATE = 100;
  static final int HIGHEST_RATE = 1000;

  /** An event's time is of another machine than the clock here. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private final Replays replays;
  private final Clock clock;
  private final Duration retention;

  /**
   * @param retention how long a replay that has ended is kept
   */
  BeginReplay(Replays replays, Clock clock, Duration retention) {
    this.replays = replays;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * Begins a replay.
   *
   * @param filter by default of what is {@code exhausted}
   * @return empty if as many run as may
   * @throws InvalidValueException if there can be nothing to replay, or too much a second
   */
  Optional<Replay> begin(DeliveryFilter filter, int rate) {
    if (filter.state() == DeliveryState.PENDING) {
      throw new InvalidValueException("state should be one of exhausted, delivered");
    }
    if (rate < 1 || rate > HIGHEST_RATE) {
      throw new InvalidValueException("rate should be a whole number, 1-" + HIGHEST_RATE);
    }
    Instant now = clock.instant();
    replays.forget(now, retention);
    return replays.begin(
        UuidV7.at(now), ended(filter), rate, filter.firstId(), last(filter, now), now);
  }

  private static DeliveryFilter ended(DeliveryFilter filter) {
    return filter.state() != null
        ? filter
        : new DeliveryFilter(
            filter.app(),
            filter.session(),
            filter.type(),
            DeliveryState.EXHAUSTED,
            filter.host(),
            filter.from(),
            filter.to());
  }

  private static UUID last(DeliveryFilter filter, Instant now) {
    return filter.end(UuidV7.lowerBound(now.plus(CLOCKS_DIFFER)));
  }
}
