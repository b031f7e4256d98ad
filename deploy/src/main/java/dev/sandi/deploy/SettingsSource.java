package dev.sandi.deploy;

import dev.sandi.local.LocalFailure;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Where a setting comes from: {@code -Dsandi.x.y}, else {@code SANDI_X_Y}. Blank is not set. */
record SettingsSource(Properties properties, Map<String, String> environment) {

  static SettingsSource ofThisProcess() {
    return new SettingsSource(System.getProperties(), System.getenv());
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(properties.getProperty(name))
        .filter(value -> !value.isBlank())
        .or(() -> Optional.ofNullable(environment.get(variable(name))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  boolean flag(String name) {
    var text = text(name).orElse("false");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, text, "true or false");
    };
  }

  /** A whole number from {@code least} to {@code most}. */
  int number(String name, int otherwise, int least, int most) {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is out of range.
    }
    throw wrong(name, text.get(), "a number from %d to %d".formatted(least, most));
  }

  static LocalFailure wrong(String name, String value, String expected) {
    return new LocalFailure(
        "%s (or %s) is '%s' and should be %s: set it with -D%s=<value>."
            .formatted(name, variable(name), value, expected, name));
  }

  private static String variable(String name) {
    return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
