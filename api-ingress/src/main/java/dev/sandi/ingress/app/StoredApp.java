package dev.sandi.ingress.app;

import dev.sandi.event.AppChanged;
import dev.sandi.value.AppId;
import dev.sandi.value.SmsTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of an app but its keys.
 *
 * @param webhookKeys the newest first
 * @param callbackTls how its callbacks connect; null for as all do
 * @param templates texts by name
 */
record StoredApp(
    AppId id,
    boolean active,
    AppSettings settings,
    List<AppChanged.WebhookKey> webhookKeys,
    AppChanged.@Nullable CallbackTls callbackTls,
    List<StoredTestNumber> testNumbers,
    Map<String, SmsTemplate> templates,
    Instant createdAt,
    Instant changedAt,
    long revision) {

  StoredApp with(AppSettings other) {
    return new StoredApp(
        id,
        active,
        other,
        webhookKeys,
        callbackTls,
        testNumbers,
        templates,
        createdAt,
        changedAt,
        revision);
  }

  StoredApp withActive(boolean other) {
    return new StoredApp(
        id,
        other,
        settings,
        webhookKeys,
        callbackTls,
        testNumbers,
        templates,
        createdAt,
        changedAt,
        revision);
  }

  StoredApp withWebhookKeys(List<AppChanged.WebhookKey> others) {
    return new StoredApp(
        id,
        active,
        settings,
        List.copyOf(others),
        callbackTls,
        testNumbers,
        templates,
        createdAt,
        changedAt,
        revision);
  }

  StoredApp withCallbackTls(AppChanged.@Nullable CallbackTls other) {
    return new StoredApp(
        id,
        active,
        settings,
        webhookKeys,
        other,
        testNumbers,
        templates,
        createdAt,
        changedAt,
        revision);
  }

  StoredApp withTestNumbers(List<StoredTestNumber> others) {
    return new StoredApp(
        id,
        active,
        settings,
        webhookKeys,
        callbackTls,
        List.copyOf(others),
        templates,
        createdAt,
        changedAt,
        revision);
  }

  StoredApp withTemplates(Map<String, SmsTemplate> others) {
    return new StoredApp(
        id,
        active,
        settings,
        webhookKeys,
        callbackTls,
        testNumbers,
        others,
        createdAt,
        changedAt,
        revision);
  }

  /** As the other services are told. */
  AppChanged told() {
    return new AppChanged(
        id,
        settings.mode() == Mode.SANDBOX,
        active,
        settings.insecureCallbacks(),
        settings.code(),
        webhookKeys,
        settings.checkModes(),
        changedAt,
        settings.owner() == null ? null : new AppId(settings.owner()),
        settings.allowedDomains(),
        settings.checkSettings(),
        settings.callbacks(),
        callbackTls);
  }
}
