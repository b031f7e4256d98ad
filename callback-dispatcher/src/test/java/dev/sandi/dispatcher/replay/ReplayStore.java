package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.testing.Dispatcher;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** Replays as the product makes them, at the time of a clock of its own. */
public final class ReplayStore {

  private static final int RATE = 1000;

  private final EndedDeliveries deliveries;
  private final BeginReplay begin;
  private final WalkReplays walk;
  private final Clock clock;

  public ReplayStore(Dispatcher dispatcher, Clock clock) {
    Replays replays = dispatcher.service().bean(Replays.class);
    this.clock = clock;
    deliveries = dispatcher.service().bean(EndedDeliveries.class);
    begin = new BeginReplay(replays, clock, Duration.ofDays(365));
    walk =
        new WalkReplays(
            replays, deliveries, dispatcher.service().bean(TransactionTemplate.class), clock);
  }

  /** Makes one due, if it has ended. */
  public boolean replay(UUID id) {
    return deliveries.replay(id, clock.instant());
  }

  /** Asks for all that a filter finds; false if too many run. */
  public boolean begin(DeliveryFilter filter) {
    return begin.begin(filter, RATE).isPresent();
  }

  /** Goes on with the replay whose turn it is. */
  public void walk() {
    try {
      walk.walk();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
