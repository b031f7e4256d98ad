package dev.sandi.runtime;

import dev.sandi.crypto.CodeHasher;
import dev.sandi.crypto.KeyRing;
import dev.sandi.crypto.Sealer;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The clock, and the keys that hide codes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SandiProperties.class)
@Import({MigrationsConfiguration.class, ProbesConfiguration.class})
public class RuntimeConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    // Milliseconds survive JSON, Postgres and UUIDs alike, so a time is the same wherever it is
    // read.
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Bean
  Sealer sealer(SandiProperties properties) {
    return new Sealer(keys("sandi.keys.sealing", properties.requiredSealingKeys(), "AES"));
  }

  /** Lazy: only the processor needs it, and only its configuration must name the keys. */
  @Bean
  @org.springframework.context.annotation.Lazy
  CodeHasher codeHasher(SandiProperties properties) {
    return new CodeHasher(keys("sandi.keys.mac", properties.requiredMacKeys(), "HmacSHA256"));
  }

  private static KeyRing keys(String property, Secret text, String algorithm) {
    try {
      return KeyRing.parse(text.reveal(), algorithm);
    } catch (InvalidValueException e) {
      throw new ConfigurationException(property + ": " + e.getMessage());
    }
  }

  @Bean
  @org.springframework.boot.context.properties.ConfigurationPropertiesBinding
  static SecretConverter secretConverter() {
    return new SecretConverter();
  }
}
