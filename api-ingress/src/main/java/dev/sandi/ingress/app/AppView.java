package dev.sandi.ingress.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.value.AndroidHash;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CodeFormat;
import dev.sandi.value.WebOtpDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An app as administrators see it.
 *
 * @param status {@code active} or {@code suspended}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppView(
    String id,
    String name,
    Mode mode,
    String status,
    AppSettings.LimitSettings limits,
    boolean insecureCallbacks,
    boolean returnOtp,
    CodeFormat code,
    @Nullable WebOtpDomain webOtp,
    @Nullable AndroidHash androidHash,
    Map<String, String> checkModes,
    @Nullable String owner,
    List<String> allowedDomains,
    Map<String, Map<String, Object>> checkSettings,
    CallbackPolicy callbacks,
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
        settings.code(),
        settings.webOtp(),
        settings.androidHash(),
        settings.checkModes(),
        settings.owner(),
        settings.allowedDomains(),
        settings.checkSettings(),
        settings.callbacks(),
        app.createdAt(),
        app.changedAt());
  }
}
