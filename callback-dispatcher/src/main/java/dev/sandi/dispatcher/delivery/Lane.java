package dev.sandi.dispatcher.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The deliveries that this copy holds for one endpoint. Guarded by its {@link Lanes}. */
final class Lane {

  private final Deque<Delivery> waiting = new ArrayDeque<>();

  /**
   * One attempt at a time for a session, so that its events are told in their order; with the round
   * of the pace that it belongs to.
   */
  private final Map<UUID, Integer> calling = new HashMap<>();

  private final Pace pace;
  private int held;
  private boolean ready;
  private boolean shut;

  Lane(Pace pace) {
    this.pace = pace;
  }

  Pace pace() {
    return pace;
  }

  /** All that take memory: reserved, waiting, being called, or called and not yet written. */
  int held() {
    return held;
  }

  void hold(int change) {
    held += change;
  }

  /** How many attempts are being made. */
  int calling() {
    return calling.size();
  }

  void enqueue(Delivery delivery) {
    waiting.addLast(delivery);
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

  /** Takes back what waits in vain. */
  List<Delivery> takeShut() {
    List<Delivery> taken = new ArrayList<>();
    if (shut) {
      waiting.removeIf(
          delivery ->
              !delivery.probe() && !calling.containsKey(delivery.turn()) && taken.add(delivery));
    }
    return taken;
  }

  boolean hasWork() {
    return calling.size() < pace.slots() && !waiting.isEmpty();
  }

  /** Takes the first that may start: of a lane that is shut, only a probe. */
  @Nullable Delivery start(long now) {
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
      Delivery next = all.next();
      if ((!shut || next.probe()) && !calling.containsKey(next.turn())) {
        calling.put(next.turn(), pace.started(now));
        all.remove();
        return next;
      }
    }
    return null;
  }

  /** Frees the slot, and takes back what follows an event that did not end. */
  List<Delivery> finished(Settlement settlement) {
    UUID turn = settlement.delivery().turn();
    Integer round = calling.remove(turn);
    if (round != null) {
      pace.ended(Feedback.of(settlement.attempt()), round);
    }
    List<Delivery> heldBack = new ArrayList<>();
    if (settlement.state().equals("pending")) {
      waiting.removeIf(next -> next.turn().equals(turn) && heldBack.add(next));
    }
    return heldBack;
  }

  Deque<Delivery> waiting() {
    return waiting;
  }
}
