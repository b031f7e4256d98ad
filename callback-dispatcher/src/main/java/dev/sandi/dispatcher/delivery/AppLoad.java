package dev.sandi.dispatcher.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes of one app take together: its callbacks may go to any number of hosts. Guarded by
 * the {@link Lanes}.
 */
final class AppLoad {

  /** Lanes that wait for the app to have fewer slots, or others more. */
  private final Queue<Lane> crowded = new ArrayDeque<>();

  private int held;
  private int calling;

  void hold(int change) {
    held += change;
  }

  int held() {
    return held;
  }

  void called(int change) {
    calling += change;
  }

  int calling() {
    return calling;
  }

  void crowded(Lane lane) {
    crowded.add(lane);
  }

  @Nullable Lane nextCrowded() {
    return crowded.poll();
  }

  boolean isCrowded() {
    return !crowded.isEmpty();
  }
}
