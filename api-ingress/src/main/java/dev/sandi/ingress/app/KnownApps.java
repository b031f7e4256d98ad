package dev.sandi.ingress.app;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Every app and the hashes of its keys, in memory: no request waits for the database to be known.
 *
 * <p>Whatever changes an app gives it a higher revision, one change at a time up to its commit, so
 * that asking for higher revisions finds every change. Apps are never deleted (the table holds
 * that), so nothing is known that no longer is. While the database is away, what was known last
 * holds.
 */
@Component
public class KnownApps implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(KnownApps.class);
  private static final int BATCH = 1000;

  private final Apps apps;
  private final Map<AppId, KnownApp> known = new ConcurrentHashMap<>();
  private long revision = -1;
  private volatile boolean loaded;

  KnownApps(Apps apps) {
    this.apps = apps;
  }

  /** Before the port is open, if the database is there; otherwise requests are refused. */
  @Override
  public void afterSingletonsInstantiated() {
    try {
      refresh();
    } catch (DataAccessException e) {
      log.warn("Apps cannot be read yet, and requests are refused: {}", Failures.describe(e));
    }
  }

  /**
   * An app, a suspended one too.
   *
   * @throws Refusal 503 if apps could not be read since the start
   */
  public Optional<App> find(AppId id) {
    return Optional.ofNullable(get(id)).map(KnownApp::app);
  }

  /**
   * The app that a path names.
   *
   * @throws Refusal 404 if there is none, whether or not it could have that id; 503 if apps could
   *     not be read since the start
   */
  public AppId named(String id) {
    try {
      return find(new AppId(id)).map(App::id).orElseThrow(Fault.APP_NOT_FOUND::refusal);
    } catch (InvalidValueException e) {
      throw Fault.APP_NOT_FOUND.refusal();
    }
  }

  Optional<KnownApp> known(AppId id) {
    return Optional.ofNullable(get(id));
  }

  private @Nullable KnownApp get(AppId id) {
    if (!loaded) {
      throw Refusal.unavailable();
    }
    return known.get(id);
  }

  boolean isLoaded() {
    return loaded;
  }

  /**
   * Takes over what has changed since the last time. When it returns, everything that was committed
   * before the call is known.
   *
   * @throws DataAccessException if the database is away
   */
  public void refresh() {
    while (takeOver() == WakeableLoop.Next.AT_ONCE) {
      log.debug("There are more changed apps");
    }
  }

  private synchronized WakeableLoop.Next takeOver() {
    List<Apps.Revision> changed = apps.changedAfter(revision, BATCH);
    for (Apps.Revision app : changed) {
      if (app.known() == null) {
        log.error("App {} has settings that cannot be read, and is refused", app.id());
        known.remove(app.id());
      } else {
        known.put(app.id(), app.known());
      }
      revision = app.revision();
    }
    if (changed.size() == BATCH) {
      return WakeableLoop.Next.AT_ONCE;
    }
    loaded = true;
    return WakeableLoop.Next.WHEN_WOKEN;
  }
}
