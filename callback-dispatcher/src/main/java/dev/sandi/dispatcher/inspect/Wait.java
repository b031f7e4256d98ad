package dev.sandi.dispatcher.inspect;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What keeps a pending delivery from being attempted. */
final class Wait {

  private Wait() {}

  /**
   * The stable name of what it waits for: {@code endpoint}, which is shut; {@code session}, of
   * which an earlier event is to be told first; {@code attempt}, which a copy has in hand; {@code
   * time}.
   */
  static String of(String gate, boolean claimed, @Nullable UUID heldBackBy) {
    if (claimed) {
      return "attempt";
    }
    if (!gate.equals("open")) {
      return "endpoint";
    }
    return heldBackBy == null ? "time" : "session";
  }
}
