package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.local.LocalFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSettingsTest {

  @Test
  void needNothingToBeSaid() {
    // When
    var settings = settings(Map.of(), Map.of());

    // Then
    assertThat(settings.home()).isEqualTo(Path.of(".sandi").toAbsolutePath());
    assertThat(settings.ports())
        .isEqualTo(new Ports(8080, 8081, 8082, 9092, 15432, Optional.empty()));
    assertThat(settings.minFreeDisk()).isEqualTo(512);
    assertThat(settings.fresh()).isFalse();
    assertThat(settings.json()).isFalse();
    assertThat(settings.database()).isEmpty();
    assertThat(settings.kafka()).isEmpty();
  }

  @Test
  void preferThePropertyToTheEnvironment() {
    // When
    var settings =
        settings(
            Map.of("sandi.port.kafka", "1001", "sandi.port.management", "1004"),
            Map.of("SANDI_PORT_KAFKA", "1002", "SANDI_PORT_INGRESS", "1003"));

    // Then
    assertThat(settings.ports().kafka()).isEqualTo(1001);
    assertThat(settings.ports().ingress()).isEqualTo(1003);
    assertThat(settings.ports().management()).contains(1004);
  }

  @Test
  void takeBlankForUnset() {
    // When
    var settings =
        settings(
            Map.of("sandi.port.kafka", " ", "sandi.min-free-disk", ""),
            Map.of("SANDI_MIN_FREE_DISK", "7"));

    // Then
    assertThat(settings.ports().kafka()).isEqualTo(9092);
    assertThat(settings.minFreeDisk()).isEqualTo(7);
  }

  @Test
  void nameWhatRunsElsewhere() {
    // When
    var settings =
        settings(
            Map.of(),
            Map.of(
                "SANDI_DB_URL", "jdbc:postgresql://db/sandi",
                "SANDI_DB_PASSWORD", "confidential",
                "SANDI_KAFKA_BOOTSTRAP", "kafka:9092"));

    // Then
    assertThat(settings.kafka()).contains("kafka:9092");
    assertThat(settings.database().orElseThrow().url()).isEqualTo("jdbc:postgresql://db/sandi");
    assertThat(settings.toString()).doesNotContain("confidential");
  }

  @ParameterizedTest
  @CsvSource({
    "sandi.port.kafka, abc, a number from 0 to 65535",
    "sandi.port.postgres, 70000, a number from 0 to 65535",
    "sandi.min-free-disk, -1, a number from 0 to 2147483647",
    "sandi.fresh, yes, true or false",
    "sandi.log.format, xml, text or json",
    "sandi.db.url, mysql://db, like jdbc:postgresql://db.example.com:5432/sandi"
  })
  void sayWhatIsWrongAndHowToSetIt(String name, String value, String expected) {
    // When // Then
    assertThatThrownBy(() -> settings(Map.of(name, value), Map.of()))
        .isInstanceOf(LocalFailure.class)
        .hasMessageStartingWith(name)
        .hasMessageContaining("'" + value + "' and should be " + expected)
        .hasMessageEndingWith("-D" + name + "=<value>.");
  }

  private static LocalSettings settings(
      Map<String, String> properties, Map<String, String> environment) {
    var source = new Properties();
    source.putAll(properties);
    return LocalSettings.from(new SettingsSource(source, environment));
  }
}
