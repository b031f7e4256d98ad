package dev.sandi.ingress.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proves to be an app.
 *
 * @param active false if the app is suspended
 * @param keys its keys that are not revoked, and decoys: an app with few keys costs as many
 *     comparisons as one that does not exist
 */
record Credentials(boolean active, List<LiveKey> keys) {

  /** An app that nobody is. */
  static final Credentials NOBODYS = new Credentials(false, List.of());

  /** As many keys as most apps have, or more. */
  private static final int LEAST_COMPARISONS = 4;

  Credentials {
    List<LiveKey> filled = new ArrayList<>(keys);
    while (filled.size() < LEAST_COMPARISONS) {
      filled.add(LiveKey.DECOY);
    }
    keys = List.copyOf(filled);
  }

  /**
   * The key that was shown, if it lets in. Compares with every key, so that the time taken does not
   * tell which one is near.
   */
  @Nullable LiveKey accept(KeyHash shown, Instant now) {
    LiveKey found = LiveKey.DECOY;
    for (LiveKey key : keys) {
      if (shown.is(key.hash())) {
        found = key;
      }
    }
    return found.isLive(now) && active ? found : null;
  }
}
