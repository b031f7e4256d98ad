package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "1", "123", "+123", "12345678901234567", "+12345678901234567"})
  void refusesWhatIsTooShortOrTooLongInTheWordsOfTheContract(String text) {
    assertThatThrownBy(() -> PhoneNumber.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("msisdn length should between 4-16 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"++6281234", "6281 2345", "62-812345", "6281234x", " 628123", "٦٢٨١٢٣", "６２８１２３"})
  void refusesWhatIsNotADigit(String text) {
    assertThatThrownBy(() -> PhoneNumber.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("msisdn should contain digits only");
  }

  @ParameterizedTest
  @CsvSource({
    "1234, ***4",
    "123456, *****6",
    "1234567, 1****67",
    "6282123060001, 62821******01",
    "1234567890123456, 12345*********56"
  })
  void masksTheMiddle(String digits, String masked) {
    assertThat(PhoneNumber.of(digits)).hasToString(masked);
  }
}
