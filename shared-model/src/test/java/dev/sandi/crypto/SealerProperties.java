package dev.sandi.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.value.Secret;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SealerProperties {

  private static final String NEW = "new:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";
  private static final String OLD = "old:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  private final Sealer sealer = new Sealer(KeyRing.parse(NEW + "," + OLD, "AES"));

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange('\0', '\uD7FF')
        .withCharRange('\uE000', '\uFFFF')
        .ofMaxLength(200);
  }

  @Property
  void opensWhatItSealed(@ForAll("texts") String text, @ForAll("texts") String context) {
    // When
    String sealed = sealer.seal(Secret.of(text), context);

    // Then
    assertThat(sealed).matches("new[.][A-Za-z0-9_-]{38,}");
    assertThat(sealer.open(sealed, context).reveal()).isEqualTo(text);
  }

  @Property
  void sealsDifferentlyEachTime(@ForAll("texts") String text) {
    assertThat(sealer.seal(Secret.of(text), "c")).isNotEqualTo(sealer.seal(Secret.of(text), "c"));
  }

  @Property
  void doesNotOpenInAnotherContext(
      @ForAll("texts") String text, @ForAll("texts") String one, @ForAll("texts") String other) {
    // Given
    Assume.that(!one.equals(other));
    String sealed = sealer.seal(Secret.of(text), one);

    // Then
    assertThatThrownBy(() -> sealer.open(sealed, other))
        .isInstanceOf(UnsealableException.class)
        .hasMessage("sealed text does not open in this context")
        .hasNoCause();
  }

  @Property
  void doesNotOpenWithAFlippedBit(
      @ForAll("texts") String text, @ForAll @IntRange(max = 100_000) int position) {
    // Given
    byte[] bytes = bytesOf(sealer.seal(Secret.of(text), "c"));
    int bit = position % (bytes.length * 8);
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));

    // Then
    assertThatThrownBy(() -> sealer.open("new." + textOf(bytes), "c"))
        .isInstanceOf(UnsealableException.class);
  }

  @Property
  void doesNotOpenWhenCutShort(
      @ForAll("texts") String text, @ForAll @IntRange(max = 100_000) int position) {
    // Given
    String sealed = sealer.seal(Secret.of(text), "c");

    // Then
    assertThatThrownBy(() -> sealer.open(sealed.substring(0, position % sealed.length()), "c"))
        .isInstanceOf(UnsealableException.class);
  }

  @Property
  void refusesAnyOtherTextWithoutQuotingIt(@ForAll("texts") String text) {
    assertThatThrownBy(() -> sealer.open(text, "c"))
        .isInstanceOf(UnsealableException.class)
        .message()
        .isIn(
            "sealed text has no key id",
            "sealed with a key that is not live",
            "sealed text is not base64url",
            "sealed text is too short",
            "sealed text does not open in this context");
  }

  private static byte[] bytesOf(String sealed) {
    return Base64.getUrlDecoder().decode(sealed.substring(sealed.indexOf('.') + 1));
  }

  private static String textOf(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
