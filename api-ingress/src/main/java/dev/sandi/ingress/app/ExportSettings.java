package dev.sandi.ingress.app;

import dev.sandi.ingress.app.TestNumbersController.TestNumberView;
import dev.sandi.ingress.app.WebhookSecretsController.SecretView;
import dev.sandi.value.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * All settings of an app as administrators may see them: without keys, secrets, hashes and codes.
 */
@Component
public class ExportSettings {

  private static final int MOST_KEYS = 10_000;

  private final StoredApps apps;
  private final ApiKeys keys;
  private final Quotas quotas;

  ExportSettings(StoredApps apps, ApiKeys keys, Quotas quotas) {
    this.apps = apps;
    this.keys = keys;
    this.quotas = quotas;
  }

  /**
   * A setting.
   *
   * @param type {@code app}, {@code quota}, {@code key}, {@code webhook_secret}, {@code template}
   *     or {@code test_number}
   * @param data as its own list shows it
   */
  public record Setting(String type, Object data) {}

  /** A text by its name. */
  record Template(String name, String template) {}

  /** Empty if there is no such app. */
  public Optional<List<Setting>> of(AppId id) {
    return apps.find(id).map(this::of);
  }

  private List<Setting> of(StoredApp app) {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("app", AppView.of(app)));
    settings.add(new Setting("quota", quotas.find(app.id())));
    keys.page(app.id(), null, MOST_KEYS).forEach(key -> settings.add(new Setting("key", key)));
    app.webhookKeys()
        .forEach(key -> settings.add(new Setting("webhook_secret", SecretView.of(key))));
    app.templates()
        .forEach(
            (name, text) ->
                settings.add(new Setting("template", new Template(name, text.value()))));
    app.testNumbers()
        .forEach(number -> settings.add(new Setting("test_number", TestNumberView.of(number))));
    return settings;
  }
}
