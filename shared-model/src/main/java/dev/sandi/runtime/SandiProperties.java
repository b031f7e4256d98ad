package dev.sandi.runtime;

import dev.sandi.value.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is told to every service.
 *
 * @param keys the keys that hide codes
 * @param internalToken the token that the services show each other over HTTP; at least 16
 *     characters
 * @param partitions partitions of each topic
 * @param replicas replicas of each partition
 * @param instance the name of this copy, which no other has, and which it keeps when it starts
 *     again
 * @param outboxGather how long a service that tells many events waits for more after it published
 *     some
 */
@ConfigurationProperties("sandi")
public record SandiProperties(
    @DefaultValue Keys keys,
    @Nullable Secret internalToken,
    @DefaultValue("12") int partitions,
    @DefaultValue("1") short replicas,
    @Nullable String instance,
    @DefaultValue("10ms") Duration outboxGather) {

  /**
   * The keys that hide codes.
   *
   * @param sealing keys that seal, as {@code id:base64,…}, the current one first
   * @param mac keys that hash codes, likewise
   */
  public record Keys(@Nullable Secret sealing, @Nullable Secret mac) {}

  private static final int SHORTEST_TOKEN = 16;

  public SandiProperties {
    if (partitions < 1) {
      throw new ConfigurationException("sandi.partitions should be at least 1");
    }
    if (outboxGather.isNegative()) {
      throw new ConfigurationException("sandi.outbox-gather should not be negative");
    }
  }

  public Secret requiredInternalToken() {
    Secret token = required(internalToken, "sandi.internal-token", "SANDI_INTERNAL_TOKEN");
    if (token.reveal().length() < SHORTEST_TOKEN) {
      throw new ConfigurationException(
          "sandi.internal-token should have at least " + SHORTEST_TOKEN + " characters");
    }
    return token;
  }

  public Secret requiredSealingKeys() {
    return required(keys.sealing(), "sandi.keys.sealing", "SANDI_KEYS_SEALING");
  }

  public Secret requiredMacKeys() {
    return required(keys.mac(), "sandi.keys.mac", "SANDI_KEYS_MAC");
  }

  private static Secret required(@Nullable Secret value, String property, String variable) {
    if (value == null || value.reveal().isBlank()) {
      throw new ConfigurationException(property + " is not set: give it by " + variable);
    }
    return value;
  }
}
