package dev.sandi.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.testing.RunningService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.NestedExceptionUtils;

class IngressSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void namesTheMissingProcessor(String url) {
    // Given
    IngressProperties properties = properties(url, Duration.ofMillis(1500));

    // Then
    assertThatThrownBy(properties::requiredProcessorUrl)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.processor-url is not set: give it by SANDI_PROCESSOR_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"otp-processor:8081", "ftp://x", "http://", "not a url", "http://x/?a"})
  void refusesAnImpossibleProcessor(String url) {
    // Given
    IngressProperties properties = properties(url, Duration.ofMillis(1500));

    // Then
    assertThatThrownBy(properties::requiredProcessorUrl)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("sandi.processor-url (SANDI_PROCESSOR_URL) should be an http URL");
    assertThatThrownBy(properties::optionalDispatcherUrl)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "sandi.dispatcher-url (SANDI_DISPATCHER_URL) should be an http URL");
  }

  @ParameterizedTest
  @CsvSource({
    "spring.datasource.url,SANDI_DB_URL",
    "spring.kafka.bootstrap-servers,SANDI_KAFKA_BOOTSTRAP",
    "sandi.processor-url,SANDI_PROCESSOR_URL",
    "sandi.internal-token,SANDI_INTERNAL_TOKEN",
    "sandi.keys.sealing,SANDI_KEYS_SEALING"
  })
  void saysAtOnceWhatIsMissing(String property, String variable) {
    // Given: a database and a broker that nobody can reach
    Map<String, String> settings =
        new HashMap<>(Map.of("sandi.processor-url", "http://localhost:1"));
    settings.put(property, "");

    // Then
    assertThatThrownBy(
            () ->
                RunningService.start(
                    ApiIngressApplication.application(),
                    "jdbc:postgresql://localhost:1/sandi",
                    "localhost:1",
                    settings))
        .extracting(NestedExceptionUtils::getMostSpecificCause)
        .isInstanceOf(ConfigurationException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo(property + " is not set: give it by " + variable);
  }

  @Test
  void takesAProcessorWithOrWithoutASlash() {
    // When
    IngressProperties properties = properties("http://otp-processor:8081/", Duration.ofSeconds(2));

    // Then
    assertThat(properties.requiredProcessorUrl()).hasToString("http://otp-processor:8081");
  }

  @Test
  void refusesToWaitForTheBrokerLongerThanClientsDo() {
    // Then
    assertThatThrownBy(() -> properties("http://x", Duration.ofSeconds(10)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.ingress.publish-timeout should be between 1s and 2500ms");
  }

  @Test
  void refusesToAnswerSoonerThanItCanPublish() {
    // Then: every request would be refused
    assertThatThrownBy(() -> properties("http://x", Duration.ofMillis(2400)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.ingress.answer-within should be between 3s and 30s");
  }

  private static IngressProperties properties(@Nullable String url, Duration publishTimeout) {
    return new IngressProperties(
        url,
        url,
        Duration.ofMillis(2900),
        publishTimeout,
        Duration.ofSeconds(2),
        8,
        Duration.ofMinutes(5),
        Duration.ofDays(30),
        20,
        List.of(),
        null,
        Duration.ofDays(365));
  }
}
