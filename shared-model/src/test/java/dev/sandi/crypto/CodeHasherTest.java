package dev.sandi.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CodeHasherTest {

  private static final String NEW = "new:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";
  private static final String OLD = "old:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  @Test
  void oneOfTheCandidatesIsTheHashOfTheRightCode() {
    // Given
    String stored = hasher(OLD).hash("493817", "app/6281234567890/login");

    // When
    List<String> candidates =
        hasher(NEW + "," + OLD).candidates("493817", "app/6281234567890/login");

    // Then
    assertThat(candidates).hasSize(2).contains(stored);
    assertThat(candidates.get(0)).startsWith("new.");
  }

  @Test
  void noCandidateIsTheHashOfAnotherCode() {
    // Given
    var hasher = hasher(NEW);
    String stored = hasher.hash("493817", "context");

    // When
    var matches =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "%06d".formatted(480_000 + i))
            .filter(code -> hasher.candidates(code, "context").contains(stored));

    // Then
    assertThat(matches).containsExactly("493817");
  }

  @Test
  void isBoundToItsContext() {
    // Given
    var hasher = hasher(NEW);

    // Then
    assertThat(hasher.hash("493817", "one")).isNotEqualTo(hasher.hash("493817", "other"));
    assertThat(hasher.hash("493817", "1")).isNotEqualTo(hasher.hash("93817", "14"));
  }

  @Test
  void dependsOnTheKey() {
    assertThat(hasher(NEW).hash("493817", "c").substring(4))
        .isNotEqualTo(hasher(OLD).hash("493817", "c").substring(4));
  }

  @Test
  void isTheHmacOfContextAndCode() throws Exception {
    // Given
    byte[] key = Base64.getDecoder().decode(NEW.substring(4));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));

    // When
    byte[] expected = mac.doFinal("context\u0000493817".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(hasher(NEW).hash("493817", "context"))
        .isEqualTo("new." + Base64.getUrlEncoder().withoutPadding().encodeToString(expected));
  }

  private static CodeHasher hasher(String keys) {
    return new CodeHasher(KeyRing.parse(keys, "HmacSHA256"));
  }
}
