package dev.sandi.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.value.Secret;
import org.junit.jupiter.api.Test;

class SealerTest {

  private static final String NEW = "new:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";
  private static final String OLD = "old:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  @Test
  void opensWhatAnOlderKeySealed() {
    // Given
    String sealed = sealer(OLD).seal(Secret.of("493817"), "session");

    // When
    Secret opened = sealer(NEW + "," + OLD).open(sealed, "session");

    // Then
    assertThat(opened.reveal()).isEqualTo("493817");
  }

  @Test
  void sealsWithTheNewestKey() {
    assertThat(sealer(NEW + "," + OLD).seal(Secret.of("493817"), "session")).startsWith("new.");
  }

  @Test
  void doesNotOpenWhatAKeySealedThatIsGone() {
    // Given
    String sealed = sealer(OLD).seal(Secret.of("493817"), "session");

    // Then
    assertThatThrownBy(() -> sealer(NEW).open(sealed, "session"))
        .isInstanceOf(UnsealableException.class)
        .hasMessage("sealed with a key that is not live");
  }

  @Test
  void doesNotOpenUnderTheNameOfAnotherKey() {
    // Given
    String sealed = sealer(OLD).seal(Secret.of("493817"), "session").replace("old.", "new.");

    // Then
    assertThatThrownBy(() -> sealer(NEW + "," + OLD).open(sealed, "session"))
        .isInstanceOf(UnsealableException.class);
  }

  private static Sealer sealer(String keys) {
    return new Sealer(KeyRing.parse(keys, "AES"));
  }
}
