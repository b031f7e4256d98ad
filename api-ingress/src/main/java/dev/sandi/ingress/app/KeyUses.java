package dev.sandi.ingress.app;

import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each key was last used: noted in memory, and written now and then in one statement. At most
 * as many as there are keys.
 */
final class KeyUses implements AutoCloseable {

  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(KeyUses.class);

  private final ApiKeys keys;
  private final Map<UUID, Instant> uses = new ConcurrentHashMap<>();

  KeyUses(ApiKeys keys) {
    this.keys = keys;
  }

  void note(LiveKey key, Instant now) {
    Instant last = uses.get(key.id());
    // To the second: a busy app's threads need not all write to one place.
    if (last == null || last.plusSeconds(1).isBefore(now)) {
      uses.put(key.id(), now);
    }
  }

  /** Writes what was noted. What cannot be written now is written the next time. */
  WakeableLoop.Next write() {
    Map<UUID, Instant> taken = new HashMap<>(uses);
    if (!taken.isEmpty()) {
      keys.used(taken);
      taken.forEach(uses::remove);
    }
    return WakeableLoop.Next.WHEN_WOKEN;
  }

  @Override
  public void close() {
    try {
      write();
    } catch (RuntimeException e) {
      log.warn("The last uses of keys were not recorded: {}", Failures.describeWithoutData(e));
    }
  }
}
