package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTemplateTest {

  private static final OtpCode CODE = OtpCode.of("493817");

  @ParameterizedTest
  @CsvSource({
    "$OTP, 493817",
    "$$OTP, $493817",
    "$OTP$, 493817$",
    "$OT$OTP, $OT493817",
    "$OTPS, 493817S",
    "Code: $OTP., Code: 493817.",
    "$otp is not $OTP, $otp is not 493817"
  })
  void putsTheCodeInItsPlace(String template, String text) {
    assertThat(new SmsTemplate(template).with(CODE).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Your code", "$otp", "$ OTP", "$OT P", "OTP"})
  void refusesATextWithoutThePlace(String template) {
    assertThatThrownBy(() -> new SmsTemplate(template))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("template should contain $OTP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$OTP$OTP", "$OTP or $OTP", "$$OTP$OTP"})
  void refusesATextWithTwoPlaces(String template) {
    assertThatThrownBy(() -> new SmsTemplate(template))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("template should contain $OTP only once");
  }

  @Test
  void refusesTheNulCharacter() {
    assertThatThrownBy(() -> new SmsTemplate("$OTP\0"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("template should not contain the NUL character");
  }

  @Test
  void fitsTenSegmentsWithTheLongestCode() {
    // Given: ten parts of 153 characters, ten of which are the code's
    String longest = "$OTP" + "a".repeat(10 * 153 - 10);

    // Then
    assertThat(new SmsTemplate(longest).segments(10)).isEqualTo(10);
    assertThatThrownBy(() -> new SmsTemplate(longest + "a"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("template should fit into 10 SMS segments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "€", "é", "你", "😀"})
  void takesJustWhatFitsWhateverCharactersItIsOf(String character) {
    // Given: the shortest that is refused
    int most = 1;
    while (segments(character.repeat(most)) <= SmsTemplate.MAX_SEGMENTS) {
      most++;
    }

    // Then
    String refused = "$OTP" + character.repeat(most);
    assertThatThrownBy(() -> new SmsTemplate(refused)).isInstanceOf(InvalidValueException.class);
    for (int fewer = 0; fewer < most; fewer++) {
      String template = "$OTP" + character.repeat(fewer);
      assertThatCode(() -> new SmsTemplate(template)).doesNotThrowAnyException();
    }
  }

  private static int segments(String text) {
    return new SmsText("0".repeat(CodeFormat.LONGEST) + text).segments();
  }

  @Test
  void countsSegmentsByTheLengthOfTheCode() {
    // Given
    var template = new SmsTemplate("$OTP" + "a".repeat(154));

    // Then
    assertThat(template.segments(6)).isEqualTo(1);
    assertThat(template.segments(7)).isEqualTo(2);
  }
}
