package dev.sandi.dispatcher.delivery;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lanes that may start something, each in its turn. Guarded by the {@link Lanes}. */
final class Turns {

  private final Queue<Lane> ready = new ArrayDeque<>();

  /** Those whose rate has no room yet. */
  private final Queue<Lane> early = new ArrayDeque<>();

  /** Those that have so many slots that they have to wait for others to free some. */
  private final Queue<Lane> crowded = new ArrayDeque<>();

  /** Apps of whose lanes the same is true together. */
  private final Set<AppLoad> crowdedApps = new LinkedHashSet<>();

  /** Adds a lane at the end, if it has work and does not stand there. */
  void add(Lane lane) {
    if (!lane.ready() && lane.hasWork()) {
      lane.ready(true);
      ready.add(lane);
    }
  }

  /**
   * Takes the next.
   *
   * @param hasSlot whether an app may have one more of all slots
   */
  @Nullable Lane next(long now, Predicate<AppLoad> hasSlot) {
    Lane lane;
    while ((lane = poll(hasSlot)) != null && !lane.pace().mayStart(now)) {
      early.add(lane);
    }
    if (lane != null) {
      lane.ready(false);
    }
    return lane;
  }

  private @Nullable Lane poll(Predicate<AppLoad> hasSlot) {
    Lane lane = ready.poll();
    return lane == null ? pollCrowded(hasSlot) : lane;
  }

  /** One at a time: an app may have thousands of lanes, and room for one more. */
  private @Nullable Lane pollCrowded(Predicate<AppLoad> hasSlot) {
    AppLoad app = crowdedApps.stream().filter(hasSlot).findFirst().orElse(null);
    if (app == null) {
      return null;
    }
    crowdedApps.remove(app);
    Lane lane = app.nextCrowded();
    if (app.isCrowded()) {
      crowdedApps.add(app);
    }
    return lane;
  }

  /** Puts a lane aside that was taken, and whose app has more slots than it should now. */
  void crowdedOfApp(Lane lane) {
    lane.ready(true);
    lane.app().crowded(lane);
    crowdedApps.add(lane.app());
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
    return !ready.isEmpty() || !crowded.isEmpty() || !crowdedApps.isEmpty();
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
