package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages about security claim, a test shows, and it is there. */
class SecurityPagesTest {

  private static final Path PAGES = Path.of("docs/security");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Properties))`");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

  /** Requirements of each section of V6 of ASVS 5.0.0. */
  private static final Map<Integer, Integer> ASVS =
      new TreeMap<>(Map.of(1, 3, 2, 12, 3, 8, 4, 6, 5, 8, 6, 4, 7, 2, 8, 4));

  record Row(String id, String state, String how, String tests) {}

  @ParameterizedTest
  @ValueSource(strings = {"threat-model.md", "owasp-api-top10.md", "asvs-v6.md", "transport.md"})
  void everyTestThatAPageNamesIsThere(String page) throws IOException {
    // Given
    Set<String> tests = testClasses();

    // When
    List<String> named = TEST.matcher(read(page)).results().map(m -> m.group(1)).toList();

    // Then
    assertThat(named).isNotEmpty();
    assertThat(tests).containsAll(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"threat-model.md", "owasp-api-top10.md", "asvs-v6.md", "transport.md"})
  void everyLinkOfAPageLeadsSomewhere(String page) throws IOException {
    assertThat(LINK.matcher(read(page)).results().map(m -> m.group(1)))
        .allSatisfy(link -> assertThat(PAGES.resolve(link)).exists());
  }

  @Test
  void eachOfTheTenRisksIsThereAndShownByTests() throws IOException {
    // Given
    List<Row> rows = rows("owasp-api-top10.md");

    // Then
    assertThat(rows)
        .extracting(Row::id)
        .isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(n -> "API" + n + ":2023").toList());
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.state()).isIn("met", "partly", "not");
              assertThat(row.tests()).containsPattern(TEST);
            });
  }

  @Test
  void eachRequirementOfTheChapterIsThereOnceAndToldHow() throws IOException {
    // Given
    List<Row> rows = rows("asvs-v6.md");
    List<String> all =
        ASVS.entrySet().stream()
            .flatMap(
                section ->
                    IntStream.rangeClosed(1, section.getValue())
                        .mapToObj(n -> "6." + section.getKey() + "." + n))
            .toList();

    // Then
    assertThat(rows).extracting(Row::id).isEqualTo(all);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.state()).isIn("met", "partly", "not", "n/a");
              assertThat(row.how()).isNotBlank();
            });
  }

  private static List<Row> rows(String page) throws IOException {
    return read(page)
        .lines()
        .map(line -> line.split("\\|", -1))
        .filter(cells -> cells.length == 7 && cells[1].strip().matches("(API|6\\.)\\S+"))
        .map(
            cells ->
                new Row(cells[1].strip(), cells[3].strip(), cells[4].strip(), cells[5].strip()))
        .toList();
  }

  private static String read(String page) throws IOException {
    return Files.readString(PAGES.resolve(page));
  }

  private static Set<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
      return files
          .filter(file -> file.toString().contains("src/test/java"))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
