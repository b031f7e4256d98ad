package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsAreDocumentedTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(SANDI_[A-Z_]+)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shared-model/src/main/resources/sandi.yml",
        "api-ingress/src/main/resources/api-ingress.yml",
        "otp-processor/src/main/resources/otp-processor.yml",
        "callback-dispatcher/src/main/resources/callback-dispatcher.yml"
      })
  void everyVariableThatAServiceReadsStandsInTheReadme(String file) throws IOException {
    // Given
    String readme = Files.readString(Path.of("../README.md"));

    // When
    var variables =
        VARIABLE
            .matcher(Files.readString(Path.of("..", file)))
            .results()
            .map(MatchResult::group)
            .map(reference -> "`" + reference.substring(2) + "`")
            .toList();

    // Then
    assertThat(variables).isNotEmpty().allSatisfy(name -> assertThat(readme).contains(name));
  }
}
