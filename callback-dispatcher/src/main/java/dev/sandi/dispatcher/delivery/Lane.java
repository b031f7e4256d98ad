package dev.sandi.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deliveries that this copy holds for one endpoint. Guarded by its {@link Lanes}. */
final class Lane {

  private final Waiting waiting = new Waiting();

  /**
   * One attempt at a time for a session, so that its events are told in their order; with the round
   * of the pace that it belongs to.
   */
  private final Map<UUID, Integer> calling = new HashMap<>();

  private final AppLoad app;
  private final Pace pace;
  private int held;
  private int bulkHeld;
  private int claimedHeld;
  private int bulkCalling;
  private boolean ready;
  private boolean shut;

  Lane(AppLoad app, Pace pace) {
    this.app = app;
    this.pace = pace;
  }

  AppLoad app() {
    return app;
  }

  Pace pace() {
    return pace;
  }

  /** All that take memory: reserved, waiting, being called, or called and not yet written. */
  int held() {
    return held;
  }

  /** Those that are no replays in bulk. */
  int usualHeld() {
    return held - bulkHeld;
  }

  int bulkHeld() {
    return bulkHeld;
  }

  /** Of the usual ones, those that were claimed: not what was reserved for first attempts. */
  int claimedHeld() {
    return claimedHeld;
  }

  void hold(int change, boolean bulk, boolean inHand) {
    held += change;
    bulkHeld += bulk ? change : 0;
    claimedHeld += bulk || inHand ? 0 : change;
    app.hold(change);
  }

  /** How many attempts are being made. */
  int calling() {
    return calling.size();
  }

  void enqueue(Delivery delivery) {
    waiting.add(delivery);
  }

  /** Whether it stands in the queue of lanes that may start something. */
  boolean ready() {
    return ready;
  }

  void ready(boolean isReady) {
    ready = isReady;
  }

  void shut(boolean isShut) {
    shut = isShut;
  }

  /** Takes back what has waited too long, and what follows it in its session. */
  List<Delivery> takeOverdue(Instant now, Duration needed) {
    List<Delivery> overdue = waiting.takeOverdue(now, needed);
    Set<UUID> turns = overdue.stream().map(Delivery::turn).collect(Collectors.toSet());
    if (!turns.isEmpty()) {
      overdue.addAll(waiting.takeAll(next -> turns.contains(next.turn())));
    }
    return overdue;
  }

  /** Takes back what waits in vain. */
  List<Delivery> takeShut() {
    return shut
        ? waiting.takeAll(next -> !next.probe() && !calling.containsKey(next.turn()))
        : List.of();
  }

  boolean hasWork() {
    return calling.size() < pace.slots()
        && (waiting.hasUsual() || (waiting.hasBulk() && bulkMayStart()));
  }

  /** Half of the slots are kept for what is told for the first time, unless there is but one. */
  private boolean bulkMayStart() {
    return bulkCalling < Math.max(1, pace.slots() / 2);
  }

  /** Takes the first that may start: of a lane that is shut, only a probe. */
  @Nullable Delivery start(long now) {
    Delivery next = waiting.take(this::mayStart, bulkMayStart());
    if (next != null) {
      calling.put(next.turn(), pace.started(now));
      app.called(1);
      bulkCalling += next.bulk() ? 1 : 0;
    }
    return next;
  }

  private boolean mayStart(Delivery next) {
    return (!shut || next.probe()) && !calling.containsKey(next.turn());
  }

  /** Frees the slot, and takes back what follows an event that did not end. */
  List<Delivery> finished(Settlement settlement) {
    UUID turn = settlement.delivery().turn();
    Integer round = calling.remove(turn);
    if (round != null) {
      app.called(-1);
      bulkCalling -= settlement.delivery().bulk() ? 1 : 0;
      pace.ended(Feedback.of(settlement.attempt()), round);
    }
    return settlement.state().equals("pending")
        ? waiting.takeAll(next -> next.turn().equals(turn))
        : List.of();
  }

  Waiting waiting() {
    return waiting;
  }
}
