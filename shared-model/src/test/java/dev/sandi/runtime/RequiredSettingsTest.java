package dev.sandi.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class RequiredSettingsTest {

  private final MockEnvironment settings =
      new MockEnvironment()
          .withProperty("spring.datasource.url", "jdbc:postgresql://db/sandi")
          .withProperty("spring.kafka.bootstrap-servers", "kafka:9092")
          .withProperty("sandi.keys.sealing", "k1:c2VjcmV0");

  @Test
  void areSilentWhenAllAreThere() {
    assertThatCode(() -> new RequiredSettings(Map.of()).check(settings)).doesNotThrowAnyException();
  }

  @Test
  void nameTheOneThatIsMissing() {
    // Given: as an environment variable that is not set leaves it
    settings.setProperty("spring.kafka.bootstrap-servers", "");

    // Then
    assertThatThrownBy(() -> new RequiredSettings(Map.of()).check(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("spring.kafka.bootstrap-servers is not set: give it by SANDI_KAFKA_BOOTSTRAP");
  }

  @Test
  void nameAllThatAreMissing() {
    assertThatThrownBy(() -> new RequiredSettings(Map.of()).check(new MockEnvironment()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "spring.datasource.url, spring.kafka.bootstrap-servers, sandi.keys.sealing are not set:"
                + " give them by SANDI_DB_URL, SANDI_KAFKA_BOOTSTRAP, SANDI_KEYS_SEALING");
  }
}
