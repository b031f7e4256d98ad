package dev.sandi.ingress.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.event.BlockChanged;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"6281234567890", "628*", "my-app/628*", "my-app/6281234567890", "1*"})
  void isWrittenAsTheKeyOfItsEventAndReadAgain(String text) {
    // When
    BlockKey key = BlockKey.parse(text);

    // Then
    assertThat(key.toString()).isEqualTo(text);
    assertThat(
            new BlockChanged(
                    key.digits(), key.prefix(), key.appId(), true, "x", "x", null, Instant.EPOCH)
                .key())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "+6281234567890,,6281234567890",
    "628*,,628*",
    "628*,true,628*",
    "628,true,628*",
    "+628,true,628*",
    "6281,false,6281"
  })
  void takesDigitsAsPeopleWriteThem(String text, Boolean prefix, String key) {
    assertThat(BlockKey.of(text, prefix, null).toString()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "+", "+*", "628", "62 8123456", "12345678901234567", "628**", "٦٢٨١٢٣٤٥"})
  void refusesWhatIsNeitherANumberNorAPrefix(String text) {
    assertThatThrownBy(() -> BlockKey.of(text, null, new AppId("app")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("digits");
  }

  @Test
  void refusesAPrefixThatIsSaidToBeNone() {
    assertThatThrownBy(() -> BlockKey.of("628*", false, null))
        .isInstanceOf(InvalidValueException.class);
  }
}
