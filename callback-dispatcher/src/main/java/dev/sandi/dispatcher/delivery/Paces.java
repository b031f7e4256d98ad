package dev.sandi.dispatcher.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The paces of the endpoints that were called last. Guarded by the {@link Lanes}. */
final class Paces {

  private static final int MOST_REMEMBERED = 10_000;

  private final int slots;
  private final double perSecond;
  private final LongSupplier nanoTime;
  private final Map<Long, Pace> paces =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Pace> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /**
   * @param slots most attempts of one endpoint at once
   * @param perSecond most attempts of one endpoint a second
   * @param nanoTime as {@link System#nanoTime}
   */
  Paces(int slots, double perSecond, LongSupplier nanoTime) {
    this.slots = slots;
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  Pace of(long endpointId) {
    return paces.computeIfAbsent(endpointId, id -> new Pace(slots, perSecond, now()));
  }

  /** Most attempts of one endpoint at once. */
  int slots() {
    return slots;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Endpoints that get less than they might. */
  long slowed() {
    return paces.values().stream()
        .filter(pace -> pace.slots() < slots || pace.perSecond() < perSecond)
        .count();
  }
}
