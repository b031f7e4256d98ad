package dev.sandi.ingress.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.value.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BlockCsvProperties {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Property(tries = 2000)
  void readsTheLinesThatItWrites(@ForAll("blocks") Block block) throws Exception {
    // Given
    BlockCsv csv = BlockCsv.header(String.join(",", BlockCsv.COLUMNS));

    // When
    NewBlock read = csv.read(BlockCsv.write(block), NOW, app -> true);

    // Then
    assertThat(read.key().toString()).isEqualTo(block.key());
    assertThat(read.reason()).isEqualTo(block.reason());
    assertThat(read.expiresAt()).isEqualTo(block.expiresAt());
  }

  @Property(tries = 2000)
  void readsTheFieldsThatItWrites(@ForAll("fields") List<String> fields) {
    assertThat(CsvLine.read(CsvLine.write(fields))).isEqualTo(fields);
  }

  @Property
  void writesNoFieldThatASpreadsheetTakesForAFormula(@ForAll("blocks") Block block) {
    for (String field : CsvLine.read(BlockCsv.write(block))) {
      assertThat(field.stripLeading()).doesNotMatch("[=+@-].*");
    }
  }

  @Property
  void cutsTextIntoTheLinesThatItIsMadeOf(
      @ForAll("lines") List<String> lines, @ForAll boolean endsWithALineEnd) throws IOException {
    // Given
    String text = String.join("\r\n", lines) + (endsWithALineEnd ? "\n" : "");

    // When
    Lines reader = new Lines(trickling(text.getBytes(StandardCharsets.UTF_8)), () -> {});
    List<String> read = new ArrayList<>();
    for (Lines.Line line = reader.next(); line != null; line = reader.next()) {
      read.add(((Lines.Text) line).text());
    }

    // Then: an empty last line is none
    List<String> expected = new ArrayList<>(lines);
    if (!endsWithALineEnd && lines.get(lines.size() - 1).isEmpty()) {
      expected.remove(expected.size() - 1);
    }
    assertThat(read).isEqualTo(expected);
    assertThat(reader.number()).isEqualTo(expected.size());
  }

  /** A stream that gives seven bytes at a time, as a slow client does. */
  private static InputStream trickling(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int from, int most) {
        return super.read(into, from, Math.min(most, 7));
      }
    };
  }

  @Example
  void aLineThatIsTooLongOrNoUtf8IsNoneAndTheNextOneIs() throws IOException {
    // Given
    byte[] text = ("x".repeat(100_000) + "\n?\nnext").getBytes(StandardCharsets.UTF_8);
    text[100_001] = (byte) 0xff;

    // When
    Lines lines = new Lines(new ByteArrayInputStream(text), () -> {});

    // Then
    assertThat(lines.next()).isEqualTo(new Lines.Fault("line should be at most 4096 bytes"));
    assertThat(lines.next()).isEqualTo(new Lines.Fault("line should be UTF-8"));
    assertThat(lines.next()).isEqualTo(new Lines.Text("next"));
    assertThat(lines.next()).isNull();
  }

  @Example
  void refusesABrokenQuote() {
    for (String line : List.of("a,\"b", "a,b\"c", "\"a\"b,c", "a,\"", "\"\"\"")) {
      assertThatThrownBy(() -> CsvLine.read(line))
          .as(line)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Provide
  Arbitrary<Block> blocks() {
    return Combinators.combine(
            Arbitraries.strings().numeric().ofMinLength(4).ofMaxLength(16),
            Arbitraries.of(true, false),
            Arbitraries.of("app", "my-app_1").injectNull(0.5),
            reasons(),
            Arbitraries.longs().between(1, 1_000_000_000_000L).injectNull(0.3))
        .as(
            (digits, prefix, app, reason, millis) ->
                new Block(
                    (app == null ? "" : app + "/") + digits + (prefix ? "*" : ""),
                    digits,
                    prefix,
                    app,
                    "active",
                    reason,
                    "admin",
                    millis == null ? null : NOW.plusMillis(millis),
                    NOW));
  }

  private static Arbitrary<String> reasons() {
    return Arbitraries.oneOf(
            Arbitraries.strings().withChars(" '\"=+-@,x;\u00e9").ofMinLength(1).ofMaxLength(12),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(50))
        .map(NewBlock::reasonOf);
  }

  @Provide
  Arbitrary<List<String>> fields() {
    return Arbitraries.strings()
        .withChars(" '\",x\u00e9")
        .ofMaxLength(6)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.strings()
        .withChars("x, \"\u00e9\ud83d")
        .ofMaxLength(30)
        .map(text -> text.replace("\ud83d", "\ud83d\ude00"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }
}
