package dev.sandi.runtime;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.PropertyResolver;

/**
 * What no service runs without, looked for before anything is started: Spring would first wait for
 * a database, and then tell of its beans.
 */
final class RequiredSettings implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  private record Setting(String property, String variable) {}

  private static final List<Setting> REQUIRED =
      List.of(
          new Setting("spring.datasource.url", "SANDI_DB_URL"),
          new Setting("spring.kafka.bootstrap-servers", "SANDI_KAFKA_BOOTSTRAP"),
          new Setting("sandi.keys.sealing", "SANDI_KEYS_SEALING"));

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    check(event.getEnvironment());
  }

  /**
   * @throws ConfigurationException if any of them is missing; it names all that are
   */
  static void check(PropertyResolver settings) {
    List<Setting> missing =
        REQUIRED.stream()
            .filter(required -> settings.getProperty(required.property(), "").isBlank())
            .toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "%s %s not set: give %s by %s"
              .formatted(
                  missing.stream().map(Setting::property).collect(Collectors.joining(", ")),
                  missing.size() == 1 ? "is" : "are",
                  missing.size() == 1 ? "it" : "them",
                  missing.stream().map(Setting::variable).collect(Collectors.joining(", "))));
    }
  }
}
