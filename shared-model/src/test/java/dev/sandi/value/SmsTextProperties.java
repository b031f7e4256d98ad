package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds the count of segments against a slow and obvious one, which cuts the text into parts. */
class SmsTextProperties {

  /** Places that a character takes in GSM-7 (3GPP TS 23.038, 6.2.1), by code point. */
  private static final Map<Integer, Integer> GSM_7 = gsm7();

  @Property
  void countsAsTheReferenceDoes(@ForAll("texts") String text) {
    assertThat(new SmsText(text).segments()).isEqualTo(parts(text));
  }

  @Property
  void thePartsAreTheTextAndAsManyAsAreCounted(@ForAll("texts") String text) {
    SmsText sms = new SmsText(text);

    assertThat(String.join("", sms.parts())).isEqualTo(text);
    assertThat(sms.parts()).hasSize(sms.segments());
  }

  @Property
  void everyPartFitsAndHoldsWholeCharacters(@ForAll("texts") String text) {
    SmsText sms = new SmsText(text);
    boolean gsm7 = !sms.isUcs2();
    boolean alone = sms.parts().size() == 1;

    assertThat(sms.parts())
        .allSatisfy(
            part -> {
              if (gsm7) {
                assertThat(Gsm7.encode(part)).hasSizeLessThanOrEqualTo(alone ? 160 : 153);
              } else {
                assertThat(part.length()).isLessThanOrEqualTo(alone ? 70 : 67);
              }
              assertThat(part.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
            });
  }

  @Property
  void oneCharacterOutsideGsm7MakesTheWholeTextUcs2(@ForAll("texts") String text) {
    assertThat(new SmsText(text).isUcs2())
        .isEqualTo(text.codePoints().anyMatch(c -> !GSM_7.containsKey(c)));
  }

  @Property
  void aLongerTextNeverTakesFewerSegments(@ForAll("texts") String text) {
    assertThat(new SmsText(text + "a").segments())
        .isGreaterThanOrEqualTo(new SmsText(text).segments());
  }

  /** Lengths around the limits, where a count goes wrong. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> gsm = Arbitraries.of("a", "Z", "9", " ", "@", "é", "ß", "Δ", "\n");
    Arbitrary<String> extension = Arbitraries.of("€", "{", "}", "^", "~", "[", "]", "|", "\\");
    Arbitrary<String> ucs2 = Arbitraries.of("ç", "я", "中", "`", "\t");
    Arbitrary<String> pair = Arbitraries.of("😀", "𝄞");
    Arbitrary<Arbitrary<String>> mixes =
        Arbitraries.of(
            gsm,
            Arbitraries.oneOf(gsm, extension),
            extension,
            Arbitraries.oneOf(gsm, ucs2),
            Arbitraries.oneOf(gsm, extension, ucs2, pair),
            pair);
    Arbitrary<Integer> sizes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(30, 80),
            Arbitraries.integers().between(130, 165),
            Arbitraries.integers().between(300, 330));
    return mixes.flatMap(
        mix ->
            sizes.flatMap(
                size -> mix.list().ofSize(size).map(characters -> String.join("", characters))));
  }

  private static int parts(String text) {
    boolean gsm7 = text.codePoints().allMatch(GSM_7::containsKey);
    List<Integer> widths =
        text.codePoints().map(c -> gsm7 ? GSM_7.get(c) : Character.charCount(c)).boxed().toList();
    if (fill(widths, gsm7 ? 160 : 70).size() <= 1) {
      return 1;
    }
    return fill(widths, gsm7 ? 153 : 67).size();
  }

  /** Packs whole characters into parts of {@code room} places. */
  private static List<List<Integer>> fill(List<Integer> widths, int room) {
    List<List<Integer>> parts = new ArrayList<>();
    for (int width : widths) {
      int last = parts.size() - 1;
      if (last < 0 || sum(parts.get(last)) + width > room) {
        parts.add(new ArrayList<>());
        last++;
      }
      parts.get(last).add(width);
    }
    return parts;
  }

  private static int sum(List<Integer> widths) {
    return widths.stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<Integer, Integer> gsm7() {
    // By code point, row by row of the standard's table; 0x1B is the escape and no character.
    int[] basic = {
      0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0x0A, 0xD8, 0xF8, 0x0D, 0xC5,
      0xE5, 0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0xC6, 0xE6,
      0xDF, 0xC9, 0x20, 0x21, 0x22, 0x23, 0xA4, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C,
      0x2D, 0x2E, 0x2F, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0xA1, 0xC4, 0xD6, 0xD1, 0xDC, 0xA7,
      0xBF, 0xE4, 0xF6, 0xF1, 0xFC, 0xE0
    };
    int[] extension = {0x0C, 0x5E, 0x7B, 0x7D, 0x5C, 0x5B, 0x7E, 0x5D, 0x7C, 0x20AC};
    Map<Integer, Integer> places =
        Stream.of("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
            .flatMap(letters -> letters.codePoints().boxed())
            .collect(Collectors.toMap(c -> c, c -> 1));
    for (int c : basic) {
      places.put(c, 1);
    }
    for (int c : extension) {
      places.put(c, 2);
    }
    return places;
  }
}
