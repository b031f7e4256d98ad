package dev.sandi.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReadingProperties {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Property
  void readsAnyJsonWithoutFailing(
      @ForAll("trees") JsonNode tree, @ForAll("pointers") String pointer) {
    assertThat(Pointer.of(pointer).texts(tree)).doesNotContainNull();
  }

  @Property
  void findsWhatJacksonFinds(@ForAll("trees") JsonNode tree, @ForAll("pointers") String pointer) {
    // Given
    String plain = pointer.replace("*", "0");

    // When
    List<JsonNode> found = Pointer.of(plain).in(tree);

    // Then
    JsonNode expected = tree.at(plain);
    assertThat(found).isEqualTo(expected.isMissingNode() ? List.of() : List.of(expected));
  }

  @Property
  void judgesAnyAnswer(@ForAll byte[] body, @ForAll("trees") JsonNode tree) {
    // Given
    ValueSource source = new ValueSource(Pointer.of("/a/*/b"), null, null);
    Condition condition =
        new Condition(Pointer.of("/a"), null, null, null, BoundedPattern.of("^[a-z]+$"), null);

    // When
    for (byte[] each : List.of(body, tree.toString().getBytes(StandardCharsets.UTF_8))) {
      Answer answer = new Answer(200, Map.of(), each);

      // Then
      assertThat(source.in(answer)).doesNotContainNull();
      assertThat(condition.holds(answer)).isIn(true, false);
    }
  }

  @Property
  void takesAnyPointerOrSaysWhy(@ForAll String text) {
    try {
      Pointer.of(text);
    } catch (InvalidValueException e) {
      assertThat(text.startsWith("/") && text.length() <= 256).isFalse();
    }
  }

  @Property
  void waitsNeverLongerThanIsBelieved(@ForAll String value, @ForAll long seconds) {
    for (String each : List.of(value, String.valueOf(seconds))) {
      Optional<Duration> wait = RetryAfter.read(each, Instant.EPOCH);
      assertThat(wait.orElse(RetryAfter.LONGEST)).isLessThanOrEqualTo(RetryAfter.LONGEST);
      assertThat(wait.orElse(RetryAfter.LONGEST)).isPositive();
    }
  }

  @Property
  void readsAnyReportWithoutFailing(@ForAll("trees") JsonNode tree, @ForAll String text) {
    // Given
    for (ReportSettings.Where where : ReportSettings.Where.values()) {
      ReadReports read = new ReadReports("local", settings(where));

      // When
      for (String each : List.of(tree.toString(), text, "a=" + text + "&b=x")) {
        ReportBody body = ReportBody.of(each.getBytes(StandardCharsets.UTF_8));
        Optional<ReadReports.Brought> brought =
            read.in(new ReportCall("POST", null, "", each, "", Map.of(), body));

        // Then
        brought.ifPresent(
            found ->
                assertThat(found.reports())
                    .allSatisfy(
                        report ->
                            assertThat(report.messageId()).isNotEmpty().hasSizeLessThan(256)));
      }
    }
  }

  private static ReportSettings settings(ReportSettings.Where where) {
    return new ReportSettings(
        new ReportAuthentication(
            null, null, null, null, null, null, List.of(AddressRange.of("192.0.2.1"))),
        where,
        null,
        Pointer.of("/a"),
        Pointer.of("/b"),
        List.of("x"),
        List.of("1", "true"),
        null,
        Pointer.of("/a"),
        null,
        Pointer.of("/b"),
        null);
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    return tree(3).map(JSON::readTree);
  }

  private static Arbitrary<String> tree(int depth) {
    Arbitrary<String> leaf =
        Arbitraries.of("1", "0.5", "1e400", "true", "null", "\"\"", "\"x\"", "\"a/b\"", "{}", "[]");
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> inner = tree(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        inner.list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]"),
        Arbitraries.maps(Arbitraries.of("a", "b", "0", "", "a/b", "~"), inner)
            .ofMaxSize(3)
            .map(
                fields ->
                    "{"
                        + fields.entrySet().stream()
                            .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                            .reduce((a, b) -> a + "," + b)
                            .orElse("")
                        + "}"));
  }

  @Provide
  Arbitrary<String> pointers() {
    return Arbitraries.of("a", "b", "0", "1", "*", "", "a~1b", "~0")
        .list()
        .ofMaxSize(4)
        .map(steps -> steps.isEmpty() ? "" : "/" + String.join("/", steps));
  }
}
