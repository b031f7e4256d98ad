package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTest {

  @ParameterizedTest
  @CsvSource({
    "a, 0, 1",
    "a, 160, 1",
    "a, 161, 2",
    "a, 306, 2",
    "a, 307, 3",
    "€, 80, 1",
    "€, 81, 2",
    "€, 152, 2",
    "€, 153, 3",
    "я, 70, 1",
    "я, 71, 2",
    "я, 134, 2",
    "я, 135, 3",
    "😀, 35, 1",
    "😀, 36, 2",
    "😀, 66, 2",
    "😀, 67, 3"
  })
  void countsSegments(String character, int times, int segments) {
    assertThat(new SmsText(character.repeat(times)).segments()).isEqualTo(segments);
  }

  @Test
  void knowsAllCharactersOfGsm7AndNoOther() {
    assertThat(
            IntStream.range(0, 0x10000)
                .filter(c -> !new SmsText(Character.toString(c)).isUcs2())
                .count())
        .isEqualTo(127 + 10);
  }
}
