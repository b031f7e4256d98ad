package dev.sandi.ingress.app;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Not ready until apps were read once: every request would be refused. */
final class KnownAppsHealthIndicator extends AbstractHealthIndicator {

  private final KnownApps apps;

  KnownAppsHealthIndicator(KnownApps apps) {
    super("Apps health check failed");
    this.apps = apps;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.status(apps.isLoaded() ? "UP" : "OUT_OF_SERVICE");
  }
}
