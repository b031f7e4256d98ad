package dev.sandi.deploy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings as a test wants them: free ports, and nothing of the machine's own environment. */
final class SettingsOf {

  private SettingsOf() {}

  static LocalSettings local(Path home, String... namesAndValues) {
    var properties = new Properties();
    for (var service : new String[] {"ingress", "processor", "dispatcher", "kafka", "postgres"}) {
      properties.setProperty("sandi.port." + service, "0");
    }
    properties.setProperty("sandi.home", home.toString());
    properties.setProperty("sandi.min-free-disk", "1");
    for (var i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return LocalSettings.from(new SettingsSource(properties, Map.of()));
  }
}
