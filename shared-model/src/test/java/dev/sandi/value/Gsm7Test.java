package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Gsm7Test {

  @ParameterizedTest
  @CsvSource({
    "Az09, 417A3039",
    "@£$¥èéùìòÇ, 00010203040506070809",
    "ØøÅåΔ_ΦΓΛΩΠΨΣΘΞ, 0B0C0E0F101112131415161718191A",
    "ÆæßÉ, 1C1D1E1F",
    "¤¡¿§àäöñü, 2440605F7F7B7C7D7E",
    "ÄÖÑÜ, 5B5C5D5E",
    "€^~|, 1B651B141B3D1B40",
    "{}[]\\, 1B281B291B3C1B3E1B2F"
  })
  void encodesAsTheStandardsTableDoes(String text, String septets) {
    assertThat(Gsm7.encode(text)).isEqualTo(HexFormat.of().parseHex(septets));
  }

  @Test
  void refusesACharacterThatTheAlphabetLacks() {
    assertThatThrownBy(() -> Gsm7.encode("я")).isInstanceOf(InvalidValueException.class);
  }
}
