package dev.sandi.runtime;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.PropertyResolver;

/**
 * What no service runs without, looked for before anything is started: Spring would first wait for
 * a database, and then tell of its beans.
 */
final class RequiredSettings implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  /** A setting without a default, and the variable that gives it. */
  record Setting(String property, String variable) {}

  private static final List<Setting> OF_ALL =
      List.of(
          new Setting("spring.datasource.url", "SANDI_DB_URL"),
          new Setting("spring.kafka.bootstrap-servers", "SANDI_KAFKA_BOOTSTRAP"),
          new Setting("sandi.keys.sealing", "SANDI_KEYS_SEALING"));

  private final List<Setting> required;

  /**
   * @param more what this service needs beside what all need: variables by property
   */
  RequiredSettings(Map<String, String> more) {
    this.required =
        Stream.concat(
                OF_ALL.stream(),
                more.entrySet().stream().map(e -> new Setting(e.getKey(), e.getValue())))
            .toList();
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    check(event.getEnvironment());
  }

  /**
   * @throws ConfigurationException if any of them is missing; it names all that are
   */
  void check(PropertyResolver settings) {
    List<Setting> missing =
        required.stream()
            .filter(setting -> settings.getProperty(setting.property(), "").isBlank())
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
