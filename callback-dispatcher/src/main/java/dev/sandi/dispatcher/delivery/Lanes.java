package dev.sandi.dispatcher.delivery;

import dev.sandi.value.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that this copy holds in memory, a lane for each endpoint, of which each gets its
 * turn. How many are held, and how many are called at once, is bounded overall, for each lane, and
 * for the lanes of an app together.
 */
final class Lanes {

  /** A lane may have as many slots as this times what is left of them. */
  private static final int SHARE = 4;

  private final int capacity;
  private final int shared;
  private final int slots;
  private final int sharedSlots;
  private final Paces paces;
  private final Map<Long, Lane> lanes = new HashMap<>();
  private final Map<AppId, AppLoad> apps = new HashMap<>();
  private Set<Long> shut = Set.of();
  private final Turns turns = new Turns();
  private final Stuck stuck = new Stuck();
  private int held;
  private int bulkHeld;
  private int calling;
  private boolean closed;
  private volatile Runnable startable = () -> {};
  private volatile Runnable tooEarly = () -> {};
  private volatile Runnable room = () -> {};

  Lanes(int capacity, int slots, Paces paces) {
    this.capacity = capacity;
    this.shared = capacity - capacity / 4;
    this.slots = slots;
    this.sharedSlots = slots - slots / 8;
    this.paces = paces;
  }

  /** Sets who is told that something may start. */
  void whenStartable(Runnable listener) {
    startable = listener;
  }

  /** Sets who is told that a lane may start something, but not yet. */
  void whenEarly(Runnable listener) {
    tooEarly = listener;
  }

  /** Sets who is told that there is room again. */
  void whenRoom(Runnable listener) {
    room = listener;
  }

  /**
   * Makes room for one delivery, if there is any. A lane may hold as many as could be held beside
   * it: one that is stuck takes half of what is shared, the next a quarter, and so on. A part of
   * the memory is kept for lanes that hold no more than they have slots, of apps that do not hold
   * most of it in other lanes. There is no room in a lane that is shut.
   */
  synchronized boolean reserve(AppId app, long endpointId) {
    Lane lane = lanes.get(endpointId);
    int inLane = lane == null ? 0 : lane.usualHeld();
    boolean fits = inLane < paces.slots() ? held < capacity : inLane < shared - held;
    if (closed || !fits || !hasRoom(apps.get(app)) || shut.contains(endpointId)) {
      return false;
    }
    hold(app, endpointId, 1, false, true);
    return true;
  }

  /** An app may hold more than a lane, beside others, and not everything. */
  private boolean hasRoom(@Nullable AppLoad app) {
    return app == null || app.held() < paces.slots() || app.held() < SHARE * (shared - held);
  }

  /** Gives back room that was reserved and not needed. */
  void cancel(AppId app, long endpointId, int count) {
    synchronized (this) {
      hold(app, endpointId, -count, false, true);
    }
    room.run();
  }

  /** Room overall, and what is left for the lanes that hold something. */
  record Room(int total, Map<Long, Integer> ofLanes) {}

  /**
   * The room for deliveries that were claimed: the part of the memory that is kept for others, as
   * {@link #reserve} tells, is not for them. First attempts take none of what is left to a lane: an
   * endpoint that always has some would never get its retries.
   *
   * @param mostOfLane what a lane may hold of them before nothing more is claimed for it
   */
  synchronized Room room(int mostOfLane) {
    Map<Long, Integer> left = new HashMap<>();
    lanes.forEach((id, lane) -> left.put(id, Math.max(0, mostOfLane - lane.claimedHeld())));
    return new Room(closed ? 0 : Math.max(0, shared - held), left);
  }

  /**
   * The same for what is replayed in bulk: all together half as many as there are slots, so that
   * the other half is free for what is told for the first time, however slow their endpoints are.
   */
  synchronized Room bulkRoom(int mostOfLane) {
    Map<Long, Integer> left = new HashMap<>();
    lanes.forEach((id, lane) -> left.put(id, Math.max(0, mostOfLane - lane.bulkHeld())));
    int most = Math.min(Math.max(1, slots / 2) - bulkHeld, capacity - held);
    return new Room(closed ? 0 : Math.max(0, most), left);
  }

  /**
   * Takes deliveries for which there is a reservation.
   *
   * @return those that are held, but not to be attempted, since an earlier event of their session
   *     failed meanwhile
   */
  List<Delivery> addReserved(Collection<Delivery> deliveries) {
    List<Delivery> ready = new ArrayList<>();
    List<Delivery> heldBack = new ArrayList<>();
    synchronized (this) {
      deliveries.forEach(next -> (stuck.holdsBack(next) ? heldBack : ready).add(next));
      add(ready, 0);
    }
    return heldBack;
  }

  /** Holds deliveries that were claimed and are to be given back. */
  synchronized void hold(Collection<Settlement> givenBack) {
    givenBack.forEach(settlement -> hold(settlement.delivery(), 1));
  }

  /** Takes deliveries that were claimed as {@link #room} allowed. */
  void addClaimed(Collection<Delivery> deliveries) {
    add(deliveries, 1);
  }

  private void add(Collection<Delivery> deliveries, int more) {
    synchronized (this) {
      for (Delivery delivery : deliveries) {
        Lane lane = hold(delivery, more);
        // What was claimed as usual was open a moment ago, whatever is remembered here.
        if (more > 0 && !delivery.probe()) {
          lane.shut(false);
        }
        lane.enqueue(delivery);
        turns.add(lane);
      }
    }
    startable.run();
  }

  /** Takes what may start now, one from each lane in turn, with a slot for each. */
  synchronized List<Delivery> start() {
    List<Delivery> started = new ArrayList<>();
    turns.retryCrowded();
    while (!closed && calling < slots) {
      Lane lane = turns.next(paces.now(), this::hasSlot);
      if (lane == null) {
        break;
      }
      if (!hasSlot(lane.app())) {
        turns.crowdedOfApp(lane);
        continue;
      }
      if (!hasSlot(lane)) {
        turns.crowded(lane);
        continue;
      }
      Delivery delivery = lane.hasWork() ? lane.start(paces.now()) : null;
      if (delivery != null) {
        started.add(delivery);
        calling++;
        turns.add(lane);
      }
    }
    if (turns.someAreEarly()) {
      tooEarly.run();
    }
    return started;
  }

  /**
   * Whether a lane may have one more of all slots. The more of them are taken, the fewer one lane
   * may have, so that a hundred that wait for servers which never answer leave slots for all
   * others; an eighth is kept for lanes that call nobody at the moment.
   */
  private boolean hasSlot(Lane lane) {
    return hasSlot(lane.calling());
  }

  /** The same for the lanes of an app together: it may name a new host for each of its messages. */
  private boolean hasSlot(AppLoad app) {
    return hasSlot(app.calling());
  }

  private boolean hasSlot(int its) {
    return its == 0 || its < SHARE * (sharedSlots - calling);
  }

  /** Gives lanes their turn that were too early; false if there are none. */
  boolean retryEarly() {
    synchronized (this) {
      if (!turns.someAreEarly()) {
        return false;
      }
      turns.retryEarly();
    }
    startable.run();
    return true;
  }

  /** How many endpoints get less than they might, for not having taken more. */
  synchronized long slowed() {
    return paces.slowed();
  }

  /**
   * Frees the slot; the delivery is held until it is {@link #settled}.
   *
   * @return what follows in its session, if it did not end: to be given back
   */
  List<Delivery> finished(Settlement settlement) {
    List<Delivery> heldBack = List.of();
    boolean more;
    synchronized (this) {
      calling--;
      stuck.ended(settlement);
      Lane lane = lanes.get(settlement.delivery().endpointId());
      if (lane != null) {
        heldBack = lane.finished(settlement);
        turns.add(lane);
        removeIfEmpty(settlement.delivery().appId(), settlement.delivery().endpointId(), lane);
      }
      more = turns.someAreReady();
    }
    // Mostly nothing waits, and nobody need be woken to see that.
    if (more) {
      startable.run();
    }
    return heldBack;
  }

  /** Forgets deliveries about which all is written. */
  void settled(Collection<Settlement> settlements) {
    synchronized (this) {
      settlements.forEach(settlement -> hold(settlement.delivery(), -1));
    }
    room.run();
  }

  /**
   * Takes back what has waited until its lease is too short for an attempt, and what follows it in
   * its session.
   */
  synchronized List<Delivery> takeOverdue(Instant now, Duration needed) {
    return givingBack(lane -> lane.takeOverdue(now, needed));
  }

  private List<Delivery> givingBack(Function<Lane, List<Delivery>> taken) {
    List<Delivery> all = lanes.values().stream().flatMap(l -> taken.apply(l).stream()).toList();
    // Until that is written, the table tells nobody that they wait.
    all.forEach(delivery -> stuck.ended(Settlement.givenBack(delivery)));
    return all;
  }

  /** Starts nothing any more, and takes back all that waits. */
  synchronized List<Delivery> close() {
    closed = true;
    List<Delivery> waiting = new ArrayList<>();
    lanes.values().forEach(lane -> waiting.addAll(lane.waiting().takeAll(next -> true)));
    return waiting;
  }

  /** Starts nothing in these lanes but probes. */
  void shut(Set<Long> endpoints) {
    synchronized (this) {
      shut = Set.copyOf(endpoints);
      lanes.forEach(
          (id, lane) -> {
            lane.shut(shut.contains(id));
            turns.add(lane);
          });
    }
    startable.run();
  }

  /** Takes back what waits in lanes that are shut. */
  synchronized List<Delivery> takeShut() {
    return shut.isEmpty() ? List.of() : givingBack(Lane::takeShut);
  }

  /** Since when the one is due that has waited longest for a slot or the pace of its endpoint. */
  synchronized Optional<Instant> oldestDue() {
    return lanes.values().stream()
        .flatMap(lane -> lane.waiting().oldestDue().stream())
        .min(Comparator.naturalOrder());
  }

  synchronized int held() {
    return held;
  }

  /** How many of them are replayed in bulk. */
  synchronized int bulkHeld() {
    return bulkHeld;
  }

  synchronized int calling() {
    return calling;
  }

  private Lane lane(AppId app, long endpointId) {
    AppLoad load = apps.computeIfAbsent(app, id -> new AppLoad());
    Lane lane = new Lane(load, paces.of(endpointId));
    lane.shut(shut.contains(endpointId));
    return lane;
  }

  private Lane hold(Delivery delivery, int change) {
    return hold(
        delivery.appId(), delivery.endpointId(), change, delivery.bulk(), delivery.inHand());
  }

  private Lane hold(AppId app, long endpointId, int change, boolean bulk, boolean inHand) {
    held += change;
    bulkHeld += bulk ? change : 0;
    Lane lane = lanes.computeIfAbsent(endpointId, id -> lane(app, id));
    lane.hold(change, bulk, inHand);
    if (change < 0) {
      removeIfEmpty(app, endpointId, lane);
    }
    return lane;
  }

  /** Its result may be written before a delivery's slot is free: the lane has to know of both. */
  private void removeIfEmpty(AppId app, long endpointId, Lane lane) {
    if (lane.held() == 0 && lane.calling() == 0) {
      lanes.remove(endpointId);
      if (lane.app().held() == 0 && lane.app().calling() == 0) {
        apps.remove(app);
      }
    }
  }
}
