package dev.sandi.transport;

import dev.sandi.runtime.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells Spring Boot what our few settings come to in its many. It has the last word in nothing:
 * what is set by Boot's own names holds.
 */
final class SecureTransport implements EnvironmentPostProcessor {

  private static final String REQUIRED = "sandi.require-tls";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> boot = new LinkedHashMap<>();
    KafkaSecurity.of(environment)
        .forEach((name, value) -> boot.put("spring.kafka.properties[" + name + "]", value));
    boot.putAll(InternalTls.of(environment));
    environment.getPropertySources().addLast(new MapPropertySource("sandi-transport", boot));
    List<String> inClear = InClear.of(environment);
    if (environment.getProperty(REQUIRED, Boolean.class, false) && !inClear.isEmpty()) {
      throw new ConfigurationException(
          REQUIRED
              + " (SANDI_REQUIRE_TLS) forbids what is in clear: "
              + String.join(", ", inClear));
    }
  }
}
