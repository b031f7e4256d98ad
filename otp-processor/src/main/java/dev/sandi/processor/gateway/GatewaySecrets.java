package dev.sandi.processor.gateway;

import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The secrets of gateways, from the environment (or any other source of Spring's). */
@Component
public class GatewaySecrets {

  private final Environment environment;

  GatewaySecrets(Environment environment) {
    this.environment = environment;
  }

  /**
   * The secret that is meant.
   *
   * @throws InvalidValueException if there is none of that name
   */
  public Secret of(SecretReference reference) {
    String secret = environment.getProperty(reference.name());
    if (secret == null || secret.isEmpty()) {
      throw new InvalidValueException(reference.name() + " is not set in the environment");
    }
    return Secret.of(secret);
  }
}
