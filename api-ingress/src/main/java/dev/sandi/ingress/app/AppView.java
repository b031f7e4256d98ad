package dev.sandi.ingress.app;

import java.time.Instant;
import java.util.Map;

/**
 * An app as administrators see it.
 *
 * @param status {@code active} or {@code suspended}
 */
record AppView(
    String id,
    String name,
    Mode mode,
    String status,
    AppSettings.LimitSettings limits,
    boolean insecureCallbacks,
    boolean returnOtp,
    Map<String, String> checkModes,
    Instant createdAt,
    Instant changedAt) {

  static AppView of(StoredApp app) {
    AppSettings settings = app.settings();
    return new AppView(
        app.id().value(),
        settings.name(),
        settings.mode(),
        app.active() ? "active" : "suspended",
        settings.limits(),
        settings.insecureCallbacks(),
        settings.returnOtp(),
        settings.checkModes(),
        app.createdAt(),
        app.changedAt());
  }
}
