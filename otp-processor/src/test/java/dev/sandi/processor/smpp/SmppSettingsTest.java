package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.processor.Pages;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.value.InvalidValueException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SmppSettingsTest {

  @Test
  void whatIsLeftOutHasItsDefault() {
    SmppSettings settings = read(Esme.settings(2775));

    assertThat(settings.hosts()).containsExactly(new SmscAddress("localhost", 2775));
    assertThat(settings.mode()).isEqualTo(BindMode.TRANSCEIVER);
    assertThat(settings.binds().count()).isEqualTo(1);
    assertThat(settings.tls()).isNull();
    assertThat(settings.pace())
        .isEqualTo(
            new Pace(10, 0, Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(5)));
    assertThat(settings.format().longMessages()).isEqualTo(LongMessages.UDH);
    assertThat(settings.format().registeredDelivery()).isEqualTo(1);
  }

  static Stream<Arguments> wrongOnes() {
    return Stream.of(
        Arguments.of("hosts", List.of(), "hosts: should be from 1 to 16"),
        Arguments.of("hosts", List.of("smsc"), "host and a port"),
        Arguments.of("hosts", List.of("smsc:70000"), "host and a port"),
        Arguments.of("system_id", "", "system_id: should be 1-64"),
        Arguments.of("password", "hunter22", "never hold the secret"),
        Arguments.of("window", 0, "window: should be from 1 to 10000"),
        Arguments.of("rate", -1, "rate: should be from 0 to 100000"),
        Arguments.of("enquire_link", "PT0S", "enquire_link: should be from"),
        Arguments.of("answer_timeout", "PT2M", "answer_timeout: should be from"),
        Arguments.of("long_messages", "pigeon", "long_messages"),
        Arguments.of("binds", 0, "binds: should be from 1 to 100"),
        Arguments.of("binds", List.of(), "binds: should be from 1 to 100"),
        Arguments.of("binds", List.of(Map.of("long_messages", "pigeon")), "long_messages"),
        Arguments.of("binds", List.of(Map.of("window", 5)), "is no setting"),
        Arguments.of("source", Map.of("address", "Twelve chars"), "1-11 ASCII"),
        Arguments.of("source", Map.of("adress", "Sandi"), "is no setting"),
        Arguments.of("sources", Map.of("no app!", Map.of("address", "A")), "app id"),
        Arguments.of("service_type", "TOOLONG", "service_type: should be 0-5"),
        Arguments.of("statuses", Map.of("zero", "temporary"), "statuses: a code"),
        Arguments.of("statuses", Map.of("0x0", "temporary"), "statuses: a code"),
        Arguments.of("reasons", Map.of("27", "The handset was off"), "reasons: a reason should"),
        Arguments.of("widow", 10, "is no setting"),
        Arguments.of("pace", Map.of("window", 10), "is no setting"));
  }

  @ParameterizedTest
  @MethodSource("wrongOnes")
  void aWrongSettingIsNamedWithItsRuleAndWithoutItsValue(String name, Object value, String rule) {
    assertThatThrownBy(() -> read(Esme.settings(2775, name, value)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(rule)
        .message()
        .doesNotContain("hunter22");
  }

  @Test
  void aSettingThatIsRequiredIsMissed() {
    assertThatThrownBy(() -> read(Map.of("hosts", List.of("localhost:2775"))))
        .hasMessageContaining("system_id: is required");
  }

  @Test
  void anAddressOfIpVersion6IsInBrackets() {
    SmppSettings settings = read(Esme.settings(2775, "hosts", List.of("[::1]:2775")));

    assertThat(settings.hosts()).containsExactly(new SmscAddress("::1", 2775));
    assertThat(settings.hosts().get(0)).hasToString("[::1]:2775");
  }

  @Test
  void theExampleOfThePageHasEverySettingAndIsRight() {
    // Given
    List<Map<String, Object>> examples = Pages.examples("smpp.md");
    Method written =
        Arrays.stream(SmppSettings.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(JsonCreator.class))
            .findFirst()
            .orElseThrow();

    // When
    examples.forEach(SmppSettingsTest::read);

    // Then
    assertThat(examples).hasSize(1);
    assertThat(examples.get(0).keySet())
        .containsExactlyInAnyOrderElementsOf(Pages.settings(written.getParameters()));
    assertThat(Pages.names(examples))
        .containsAll(
            Pages.settings(
                Tls.class, Source.class, Numbering.class, DataCodings.class, MessageIds.class));
  }

  private static SmppSettings read(Map<String, Object> settings) {
    return new ReadSettings().read(settings, SmppSettings.class);
  }
}
