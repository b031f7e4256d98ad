package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.delivery.Deliveries.Born;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Takes in deliveries: as rows, and into memory as far as there is room, so that the first attempt
 * needs no claim. The others wait in the table until there is room.
 */
public final class ScheduleFirstAttempts {

  private final Deliveries deliveries;
  private final Lanes lanes;
  private final Settlements settlements;
  private final DispatchDueCallbacks dispatch;
  private final Clock clock;
  private final Duration lease;

  private final UnheardClaims unheard = new UnheardClaims();

  ScheduleFirstAttempts(
      Deliveries deliveries,
      Lanes lanes,
      Settlements settlements,
      DispatchDueCallbacks dispatch,
      Clock clock,
      Duration lease) {
    this.deliveries = deliveries;
    this.lanes = lanes;
    this.settlements = settlements;
    this.dispatch = dispatch;
    this.clock = clock;
    this.lease = lease;
  }

  /** Takes a batch in, by one statement; what was taken in before has no effect. */
  public void schedule(List<NewDelivery> born) {
    Instant now = clock.instant();
    Set<Claim> before = unheard.of(born);
    // Before what follows in a session is added, so that it waits behind.
    giveBack(born, before);
    Claim claim = Claim.at(now, lease);
    Set<NewDelivery> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<SessionId> waiting = new HashSet<>();
    for (NewDelivery delivery : born) {
      // What follows in a session waits with what there was no room for.
      if (!waiting.contains(delivery.sessionId())
          && lanes.reserve(delivery.appId(), delivery.endpointId())) {
        claimed.add(delivery);
      } else {
        waiting.add(delivery.sessionId());
      }
    }
    Map<UUID, Born> added = Map.of();
    try {
      added = deliveries.add(born, now, claim, claimed::contains);
    } catch (RuntimeException | Error e) {
      if (mayBeAdded(e)) {
        unheard.add(claimed, claim, now);
      }
      throw e;
    } finally {
      handOver(born, claimed, added, now, claim);
    }
    if (added.size() < born.size()) {
      // A commit that waited for a standby may have shown only now.
      giveBack(born, before);
    }
    if (!before.isEmpty()) {
      unheard.remove(born);
    }
    if (claimed.size() < born.size()) {
      dispatch.moreIsDue();
    }
  }

  private static boolean mayBeAdded(Throwable failure) {
    return !(failure instanceof DataIntegrityViolationException
        || failure instanceof CannotGetJdbcConnectionException);
  }

  private void giveBack(List<NewDelivery> born, Set<Claim> claims) {
    if (!claims.isEmpty()) {
      deliveries.giveBack(born, List.copyOf(claims));
      dispatch.moreIsDue();
    }
  }

  private void handOver(
      List<NewDelivery> born,
      Set<NewDelivery> claimed,
      Map<UUID, Born> added,
      Instant now,
      Claim claim) {
    Map<UUID, Born> left = new HashMap<>(added);
    List<Delivery> first = new ArrayList<>();
    for (NewDelivery delivery : born) {
      // Of two copies of one event in a batch, only the first became the row. One that is held back
      // was not born claimed.
      Born row = left.remove(delivery.eventId());
      if (claimed.contains(delivery)) {
        if (row != null && row.claimed()) {
          first.add(Delivery.first(delivery, now, claim, row.ordered()));
        } else {
          lanes.cancel(delivery.appId(), delivery.endpointId(), 1);
        }
      }
    }
    if (!first.isEmpty()) {
      List<Delivery> behind = lanes.addReserved(first);
      behind.forEach(delivery -> settlements.add(Settlement.givenBack(delivery)));
      if (!behind.isEmpty()) {
        dispatch.moreIsDue();
      }
    }
  }
}
