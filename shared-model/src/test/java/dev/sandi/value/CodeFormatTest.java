package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.value.CodeFormat.Alphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What codes are made of, and the lines by which phones fill them in. */
class CodeFormatTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 11})
  void codesHaveFourToTenCharacters(int length) {
    assertThatThrownBy(() -> new CodeFormat(length, Alphabet.NUMERIC))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("code length should between 4-10 characters");
  }

  @ParameterizedTest
  @CsvSource({"4,NUMERIC,10000", "10,NUMERIC,10000000000", "10,ALPHANUMERIC,296196766695424"})
  void theNumberOfCodesIsExact(int length, Alphabet alphabet, long codes) {
    assertThat(new CodeFormat(length, alphabet).codes()).isEqualTo(codes);
  }

  @ParameterizedTest
  @EnumSource
  void everyCharacterOfAnAlphabetIsThereOnceAndOfGsm7(Alphabet alphabet) {
    assertThat(alphabet.symbols().chars()).doesNotHaveDuplicates();
    assertThat(new SmsText(alphabet.symbols()).isUcs2()).isFalse();
    assertThat(Alphabet.of(alphabet.toString())).isEqualTo(alphabet);
  }

  @Test
  void alphanumericCodesHaveNothingThatIsTakenForAnotherCharacter() {
    assertThat(Alphabet.ALPHANUMERIC.symbols()).doesNotContainPattern("[01OILAEUa-z]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "Shop.example",
        "https://shop.example",
        "shop.example/",
        "shop.example:443",
        "-shop.example",
        "shop-.example",
        "shop..example",
        "shop.example.",
        "127.0.0.1",
        "shop.example\n",
        "käse.example"
      })
  void aSiteIsAHostNameAndNothingElse(String text) {
    assertThatThrownBy(() -> new WebOtpDomain(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "a.b.c.example", "xn--kse-qla.example", "3.example"})
  void aSiteMayHaveManyLabels(String text) {
    assertThat(new WebOtpDomain(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FA+9qCX9VS", "FA+9qCX9VSuu", "FA 9qCX9VSu", "FA+9qCX9VS\n"})
  void aHashHasElevenCharactersOfBase64(String text) {
    assertThatThrownBy(() -> new AndroidHash(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void linesBelowTheTextAreCountedAsSegments() {
    // Given: 160 characters with a code of six
    SmsTemplate template = new SmsTemplate("x".repeat(154) + "$OTP");
    SmsEnding ending = new SmsEnding(new WebOtpDomain("shop.example"), null);

    // Then
    assertThat(template.segments(6)).isEqualTo(1);
    assertThat(template.segments(6, ending)).isEqualTo(2);
    assertThat(template.with(OtpCode.of("123456"), ending).value())
        .endsWith("x123456\n@shop.example #123456");
  }
}
