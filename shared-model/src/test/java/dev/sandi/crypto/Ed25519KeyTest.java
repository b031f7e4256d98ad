package dev.sandi.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeyTest {

  /** The first three tests of RFC 8032, section 7.1. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAsTheStandardSays(String seed, String publicKey, String message, String signature) {
    // Given
    HexFormat hex = HexFormat.of();
    String pair = Base64.getEncoder().encodeToString(hex.parseHex(seed + publicKey));

    // When
    Ed25519Key key = Ed25519Key.of(Secret.of("whsk_" + pair));

    // Then
    assertThat(hex.formatHex(key.sign(hex.parseHex(message)))).isEqualTo(signature);
    assertThat(key.publicKey())
        .isEqualTo("whpk_" + Base64.getEncoder().encodeToString(hex.parseHex(publicKey)));
  }

  @Test
  void readsWhatItMade() {
    // Given
    Ed25519Key made = Ed25519Key.generate();

    // When
    Ed25519Key read = Ed25519Key.of(made.secret());

    // Then
    assertThat(read.publicKey()).isEqualTo(made.publicKey()).matches("whpk_[A-Za-z0-9+/]{43}=");
    assertThat(read.sign("a".getBytes(US_ASCII), "b".getBytes(US_ASCII)))
        .isEqualTo(made.sign("ab".getBytes(US_ASCII)));
    assertThat(Ed25519Key.generate().publicKey()).isNotEqualTo(made.publicKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsk_", "whsk_***", "whsk_c2hvcnQ=", "whsec_c2hvcnQ="})
  void refusesWhatIsNoKeyWithoutShowingIt(String text) {
    assertThatThrownBy(() -> Ed25519Key.of(Secret.of(text)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("a private key should be whsk_ and base64 of 64 bytes");
  }

  @Test
  void hidesItself() {
    Ed25519Key key = Ed25519Key.generate();

    assertThat(key).hasToString("***");
    assertThat(key.secret()).hasToString("***");
  }
}
