package dev.sandi.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.value.InvalidValueException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyRingTest {

  private static final String ONE = "c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";
  private static final String OTHER = "c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  @Test
  void theFirstKeyIsTheCurrentOne() {
    // When
    var keys = KeyRing.parse("new:" + ONE + ", old:" + OTHER, "AES");

    // Then
    assertThat(keys.current().id()).isEqualTo("new");
    assertThat(keys.all()).extracting(KeyRing.LiveKey::id).containsExactly("new", "old");
    assertThat(keys.find("old")).hasValueSatisfying(key -> assertThat(key.id()).isEqualTo("old"));
    assertThat(keys.find("older")).isEmpty();
  }

  @Test
  void doesNotPrintItsKeys() {
    // When
    var keys = KeyRing.parse("new:" + ONE + ",old:" + OTHER, "AES");

    // Then
    assertThat(keys).hasToString("KeyRing[new, old]");
  }

  @ParameterizedTest
  @MethodSource
  void refusesBadInputWithoutQuotingIt(String text, String message) {
    assertThatThrownBy(() -> KeyRing.parse(text, "AES"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  static Stream<Arguments> refusesBadInputWithoutQuotingIt() {
    String form = "keys should be written as id:base64,id:base64";
    return Stream.of(
        Arguments.of("", form),
        Arguments.of(ONE, form),
        Arguments.of(":" + ONE, form),
        Arguments.of("new:" + ONE + ",", form),
        Arguments.of("new:" + ONE + "," + OTHER, form),
        Arguments.of(ONE + ":new", form),
        Arguments.of("a-name-of-17-char:" + ONE, form),
        Arguments.of("n.w:" + ONE, form),
        Arguments.of("new:", "key new should have 32 bytes"),
        Arguments.of("new:c2hvcnQ=", "key new should have 32 bytes"),
        Arguments.of("new:" + ONE.substring(1), "key new should be base64"),
        Arguments.of("new:" + ONE.replace('c', '*'), "key new should be base64"),
        Arguments.of("new:" + ONE + ":" + OTHER, "key new should be base64"),
        Arguments.of("new:" + ONE + ",new:" + OTHER, "key id new should appear once"));
  }
}
