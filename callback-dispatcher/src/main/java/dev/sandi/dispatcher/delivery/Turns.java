package dev.sandi.dispatcher.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The lanes that may start something, each in its turn. Guarded by the {@link Lanes}. */
final class Turns {

  private final Queue<Lane> ready = new ArrayDeque<>();

  /** Those whose rate has no room yet. */
  private final Queue<Lane> early = new ArrayDeque<>();

  /** Those that have so many slots that they have to wait for others to free some. */
  private final Queue<Lane> crowded = new ArrayDeque<>();

  /** Adds a lane at the end, if it has work and does not stand there. */
  void add(Lane lane) {
    if (!lane.ready() && lane.hasWork()) {
      lane.ready(true);
      ready.add(lane);
    }
  }

  /** Takes the next. */
  @Nullable Lane next(long now) {
    Lane lane;
    while ((lane = ready.poll()) != null && !lane.pace().mayStart(now)) {
      early.add(lane);
    }
    if (lane != null) {
      lane.ready(false);
    }
    return lane;
  }

  /** Puts a lane aside that was taken, and has more slots than it should now. */
  void crowded(Lane lane) {
    lane.ready(true);
    crowded.add(lane);
  }

  /** Has those asked again that had too many slots. */
  void retryCrowded() {
    ready.addAll(crowded);
    crowded.clear();
  }

  /** Whether a slot that is free is of use to somebody. */
  boolean someAreReady() {
    return !ready.isEmpty() || !crowded.isEmpty();
  }

  boolean someAreEarly() {
    return !early.isEmpty();
  }

  /** Has those asked again that were early. */
  void retryEarly() {
    ready.addAll(early);
    early.clear();
  }
}
