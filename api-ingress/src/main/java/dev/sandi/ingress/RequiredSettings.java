package dev.sandi.ingress;

import dev.sandi.runtime.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Looks for the settings without a default before anything is made of them: otherwise a start would
 * wait for minutes for a database before it says that a key is missing.
 */
@Component
final class RequiredSettings implements BeanFactoryPostProcessor {

  private static final Map<String, String> VARIABLES = new LinkedHashMap<>();

  static {
    VARIABLES.put("spring.datasource.url", "SANDI_DB_URL");
    VARIABLES.put("spring.kafka.bootstrap-servers", "SANDI_KAFKA_BOOTSTRAP");
    VARIABLES.put("sandi.processor-url", "SANDI_PROCESSOR_URL");
    VARIABLES.put("sandi.internal-token", "SANDI_INTERNAL_TOKEN");
    VARIABLES.put("sandi.keys.sealing", "SANDI_KEYS_SEALING");
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    Environment environment = factory.getBean(Environment.class);
    VARIABLES.forEach(
        (property, variable) -> {
          if (environment.getProperty(property, "").isBlank()) {
            throw new ConfigurationException(property + " is not set: give it by " + variable);
          }
        });
  }
}
