package dev.sandi.dispatcher.app;

import dev.sandi.runtime.Failures;
import dev.sandi.value.AppId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The settings of the apps that are being called, at most two seconds old while the database is
 * there; while it is away, as they were.
 *
 * <p>Used by one thread. Apps that were not asked for in a while are forgotten.
 */
@Component
public class KnownApps {

  private static final Logger log = LoggerFactory.getLogger(KnownApps.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int MOST = 10_000;

  private final Apps apps;
  private final Map<AppId, Known> known = new HashMap<>();
  private long notBefore = System.nanoTime();

  private record Known(App app, long at) {}

  KnownApps(Apps apps) {
    this.apps = apps;
  }

  /**
   * What is known of apps.
   *
   * @param apps those with settings
   * @param unread those of which nothing is known only because the database could not be asked
   */
  public record Found(Map<AppId, App> apps, Set<AppId> unread) {}

  public Found find(Collection<AppId> ids) {
    long now = System.nanoTime();
    Set<AppId> all = Set.copyOf(ids);
    List<AppId> stale = all.stream().filter(id -> !isFresh(id, now)).toList();
    boolean asked = stale.isEmpty() || (now - notBefore >= 0 && refresh(stale, now));
    Map<AppId, App> found = new HashMap<>();
    Set<AppId> unread = new HashSet<>();
    for (AppId id : all) {
      Known one = known.get(id);
      if (one != null) {
        found.put(id, one.app());
      } else if (!asked) {
        unread.add(id);
      }
    }
    return new Found(found, unread);
  }

  private boolean isFresh(AppId id, long now) {
    Known found = known.get(id);
    return found != null && now - found.at() < FRESH_NANOS;
  }

  /** Returns whether the database could be asked. */
  private boolean refresh(List<AppId> ids, long now) {
    if (known.size() > MOST) {
      known.clear();
    }
    try {
      apps.find(ids).forEach(app -> known.put(app.id(), new Known(app, now)));
      return true;
    } catch (DataAccessException | IllegalStateException e) {
      // Each try may take as long as the wait for a connection, and attempts wait meanwhile.
      notBefore = System.nanoTime() + 2 * FRESH_NANOS;
      log.debug("Settings of apps cannot be read: {}", Failures.describe(e));
      return false;
    }
  }
}
