package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Somebody reads the guides and does what they say. */
@RequiresInfrastructure
class GuidesTest {

  private static final Set<String> LANGUAGES =
      Set.of("bash", "json", "text", "java", "js", "python", "php", "go");

  private static final List<Guide> GUIDES = Guide.all();
  private static final List<Reader> READERS = new ArrayList<>();

  /** For these alone: guides make routes and gateways, which hold for all apps. */
  private static Infrastructure infrastructure;

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    infrastructure = Infrastructure.isolated();
    pipeline = Pipeline.startOnTime(infrastructure);
  }

  @AfterAll
  static void stop() throws IOException {
    for (Reader reader : READERS) {
      reader.close();
    }
    pipeline.close();
    infrastructure.close();
  }

  @TestFactory
  Stream<DynamicContainer> everySnippetDoesWhatItsGuideSays() {
    return GUIDES.stream()
        .filter(guide -> !guide.snippets().isEmpty())
        .flatMap(
            guide ->
                guide.variants().stream()
                    .map(
                        variant ->
                            dynamicContainer(
                                (guide.name() + " " + variant).strip(),
                                steps(guide.snippets(variant)))));
  }

  private static Stream<DynamicTest> steps(List<Snippet> snippets) {
    Reader reader = new Reader(pipeline.ports());
    READERS.add(reader);
    return Stream.concat(
        snippets.stream().map(snippet -> dynamicTest(snippet.name(), () -> reader.follow(snippet))),
        snippets.stream()
            .filter(snippet -> snippet.has("background") && !snippet.has("main"))
            .map(receiver -> forgeries(reader, receiver)));
  }

  private static DynamicTest forgeries(Reader reader, Snippet receiver) {
    return dynamicTest(
        receiver.name() + " takes what is genuine and nothing else",
        () -> {
          reader.assumeItRuns(receiver);
          new Forger(reader.port(Reader.RECEIVER)).tryEverything();
        });
  }

  @Test
  void noCodeEscapesTheTest() {
    assertThat(GUIDES)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            guide -> {
              assertThat(guide.indented()).as("indented code in " + guide.name()).isEmpty();
              assertThat(guide.snippets())
                  .allSatisfy(
                      snippet -> {
                        assertThat(LANGUAGES).as(snippet.name()).contains(snippet.language());
                        assertThat(
                                snippet.language().equals("bash")
                                    || snippet.isOutput()
                                    || snippet.has("output")
                                    || snippet.has("file"))
                            .as(snippet.name())
                            .isTrue();
                      });
            });
  }

  @Test
  void whatIsNotRunIsLittleAndSaysWhy() {
    // When
    List<Snippet> left =
        GUIDES.stream()
            .flatMap(guide -> guide.snippets().stream())
            .filter(each -> each.has("norun"))
            .toList();

    // Then
    assertThat(left)
        .hasSizeLessThanOrEqualTo(4)
        .allSatisfy(snippet -> assertThat(snippet.get("reason")).isNotBlank());
  }

  @Test
  void everyFileThatAGuideLeadsToIsThere() {
    assertThat(GUIDES)
        .allSatisfy(
            guide ->
                assertThat(guide.links())
                    .filteredOn(link -> !link.startsWith("http") && !link.startsWith("#"))
                    .allSatisfy(
                        link ->
                            assertThat(guide.file().resolveSibling(link.replaceFirst("#.*", "")))
                                .satisfies(file -> assertThat(Files.exists(file)).isTrue())));
  }
}
