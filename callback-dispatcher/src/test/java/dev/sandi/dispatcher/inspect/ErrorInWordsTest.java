package dev.sandi.dispatcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.http.Failure;
import dev.sandi.dispatcher.http.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorInWordsTest {

  @Test
  void everyFailureHasASentenceOfItsOwn() {
    // When
    List<String> sentences =
        Arrays.stream(Failure.values())
            .map(failure -> Objects.requireNonNull(ErrorInWords.of(failure.slug(), null, null)))
            .toList();

    // Then
    assertThat(sentences)
        .doesNotHaveDuplicates()
        .allMatch(sentence -> sentence.matches("[A-Z].{10,120}\\."))
        .noneMatch(sentence -> sentence.startsWith("The attempt failed:"));
  }

  @Test
  void aDeadlineThatPassedIsToldByWhatHung() {
    // When
    List<String> sentences =
        Stream.concat(Stream.of((String) null), Arrays.stream(Phase.values()).map(Phase::slug))
            .map(phase -> Objects.requireNonNull(ErrorInWords.of("timeout", null, phase)))
            .toList();

    // Then
    assertThat(sentences).doesNotHaveDuplicates().allMatch(words -> words.contains("deadline"));
  }

  @Test
  void whatAServerAnsweredIsToldByItsStatus() {
    assertThat(ErrorInWords.of("refused", 503, null)).contains("503");
    assertThat(ErrorInWords.of("redirected", 302, null)).contains("302").contains("redirect");
    assertThat(ErrorInWords.of("gone", 410, null)).contains("410");
  }

  @Test
  void whatAnotherVersionWroteIsToldAsItIs() {
    assertThat(ErrorInWords.of("struck_by_lightning", null, "orbit"))
        .isEqualTo("The attempt failed: struck_by_lightning.");
    assertThat(ErrorInWords.of(null, 200, null)).isNull();
  }
}
