package dev.sandi.processor.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.CodeFormat;
import dev.sandi.value.CodeFormat.Alphabet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uniformity by Pearson's chi-square, over a million codes. The statistic of {@code k} cells has
 * mean {@code k - 1} and variance {@code 2 (k - 1)}: a bound of six deviations above the mean fails
 * by chance less than once in ten million runs, and a modulo bias of {@code byte % 10} exceeds it
 * by far.
 */
class CodeGeneratorTest {

  private static final int CODES = 1_000_000;

  private final CodeGenerator generator = new CodeGenerator();

  @ParameterizedTest
  @EnumSource
  void everyCharacterIsAsLikelyAtEveryPosition(Alphabet alphabet) {
    // Given
    CodeFormat format = new CodeFormat(6, alphabet);
    int symbols = alphabet.symbols().length();
    long[][] seen = new long[format.length()][symbols];

    // When
    for (int i = 0; i < CODES; i++) {
      String code = generator.next(format).reveal();
      for (int position = 0; position < code.length(); position++) {
        seen[position][alphabet.symbols().indexOf(code.charAt(position))]++;
      }
    }

    // Then
    for (long[] position : seen) {
      assertUniform(position);
    }
  }

  @Test
  void everyCodeIsAsLikely() {
    // Given
    CodeFormat format = new CodeFormat(4, Alphabet.NUMERIC);
    long[] seen = new long[10_000];

    // When
    for (int i = 0; i < CODES; i++) {
      seen[Integer.parseInt(generator.next(format).reveal())]++;
    }

    // Then
    assertUniform(seen);
  }

  @Test
  void everyPairOfNeighboursIsAsLikelyInTheLongestCodes() {
    // Given
    CodeFormat format = new CodeFormat(10, Alphabet.ALPHANUMERIC);
    String symbols = format.alphabet().symbols();
    long[] seen = new long[symbols.length() * symbols.length()];

    // When
    for (int i = 0; i < CODES; i++) {
      String code = generator.next(format).reveal();
      seen[symbols.indexOf(code.charAt(0)) * symbols.length() + symbols.indexOf(code.charAt(1))]++;
    }

    // Then
    assertUniform(seen);
  }

  @Test
  void theTestItselfSeesAModuloBias() {
    // Given
    long[] seen = new long[10];
    byte[] bytes = new byte[CODES];
    new java.security.SecureRandom().nextBytes(bytes);

    // When
    for (byte each : bytes) {
      seen[(each & 0xff) % 10]++;
    }

    // Then
    assertThat(chiSquare(seen)).isGreaterThan(bound(seen.length));
  }

  @ParameterizedTest
  @EnumSource
  void codesAreAsLongAsAsked(Alphabet alphabet) {
    IntStream.rangeClosed(CodeFormat.SHORTEST, CodeFormat.LONGEST)
        .forEach(
            length ->
                assertThat(generator.next(new CodeFormat(length, alphabet)).length())
                    .isEqualTo(length));
  }

  private static void assertUniform(long[] seen) {
    assertThat(chiSquare(seen)).isLessThan(bound(seen.length));
  }

  private static double bound(int cells) {
    return cells - 1 + 6 * Math.sqrt(2.0 * (cells - 1)) + 20;
  }

  private static double chiSquare(long[] seen) {
    double expected = (double) CODES / seen.length;
    double sum = 0;
    for (long count : seen) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }
}
