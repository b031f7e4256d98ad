package dev.sandi.transport;

import dev.sandi.runtime.ConfigurationException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting by both of its names.
 *
 * @param property as Spring knows it
 * @param variable as the environment gives it
 */
record Setting(String property, String variable) {

  /** Its value; empty if it is not set, or blank. */
  Optional<String> in(Function<Setting, @Nullable String> settings) {
    return Optional.ofNullable(settings.apply(this)).filter(value -> !value.isBlank());
  }

  ConfigurationException wrong(String rule) {
    return new ConfigurationException(this + " " + rule);
  }

  @Override
  public String toString() {
    return property + " (" + variable + ")";
  }
}
