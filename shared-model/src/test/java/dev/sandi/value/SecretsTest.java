package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Nothing secret prints itself. */
class SecretsTest {

  @Test
  void aSecretDoesNotPrintItself() {
    // Given
    var secret = Secret.of("hunter2");

    // Then
    assertThat(secret).hasToString("***");
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
  }

  @Test
  void secretsAreEqualByTheirText() {
    assertThat(Secret.of("hunter2")).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("h"));
  }

  @Test
  void aSecretIsNotWrittenAsJson() {
    // Given
    var mapper = new JsonMapper();

    // Then
    assertThat(writeOrRefuse(mapper, Secret.of("hunter2"))).doesNotContain("hunter2");
    assertThat(writeOrRefuse(mapper, OtpCode.of("493817"))).doesNotContain("493817");
  }

  private static String writeOrRefuse(JsonMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aCodeDoesNotPrintItself() {
    // Given
    var code = OtpCode.of("493817");

    // Then
    assertThat(code).hasToString("***");
    assertThat(code.reveal()).isEqualTo("493817");
    assertThat(code.length()).isEqualTo(6);
  }

  @Test
  void aFilledTextDoesNotPrintItself() {
    // When
    SmsText text = SmsTemplate.DEFAULT.with(OtpCode.of("493817"));

    // Then
    assertThat(text.value()).isEqualTo("Your verification code is 493817");
    assertThat(text).hasToString("SmsText[32 characters]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0123456789", "aZ09", "AbCdEfGhIj"})
  void takesCodesOfFourToTenLettersAndDigits(String text) {
    assertThat(OtpCode.of(text).reveal()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "12345678901"})
  void refusesCodesThatAreTooShortOrTooLong(String text) {
    assertThatThrownBy(() -> OtpCode.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("otp length should between 4-10 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12 34", "12-34", "١٢٣٤", "äöüß", "12\n34", "$OTP1"})
  void refusesCodesWithOtherCharacters(String text) {
    assertThatThrownBy(() -> OtpCode.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("otp should contain letters and digits only");
  }
}
