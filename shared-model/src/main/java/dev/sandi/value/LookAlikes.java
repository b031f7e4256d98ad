package dev.sandi.value;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Domains that imitate others: labels that mix scripts, and names whose shapes are those of an
 * allowed domain, or of plain Latin letters (after Unicode TR 39; the table here has the letters of
 * Cyrillic, Greek and Armenian that can pass for Latin ones, and the digits).
 */
final class LookAlikes {

  private static final String SHAPES =
      "аa еe оo рp сc уy хx іi ѕs јj һh ԁd ԛq ԝw ӏl вb кk мm нh тt пn гr бb зz ѵv ҽe ɡg ɑa "
          + "αa βb γy εe ζz ηn ιi κk μu νv οo ρp σo τt υu χx ωw ϲc ϳj "
          + "աw օo սu հh ոn ցg ք| ѐe ёe ıi łl øo đd ħh 0o 1l ǀl |l il";

  private static final Map<Integer, String> SHAPE = shapes();

  private LookAlikes() {}

  private static Map<Integer, String> shapes() {
    Map<Integer, String> shapes = new HashMap<>();
    for (String pair : SHAPES.split(" ", -1)) {
      int c = pair.codePointAt(0);
      shapes.put(c, pair.substring(Character.charCount(c)));
    }
    return shapes;
  }

  /** Whether a host that is not allowed looks like one that is, or like no honest name. */
  static boolean imitates(String host, Collection<String> allowed) {
    String unicode = IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED);
    boolean other = !unicode.chars().allMatch(c -> c < 0x80);
    for (String label : unicode.split("\\.", -1)) {
      if (mixesScripts(label)) {
        return true;
      }
      boolean foreign = !label.chars().allMatch(c -> c < 0x80);
      if (foreign && skeleton(label).chars().allMatch(c -> c < 0x80)) {
        return true;
      }
    }
    // What cannot be decoded is nothing that a registry would give.
    if (!other && (host.startsWith("xn--") || host.contains(".xn--"))) {
      return true;
    }
    String skeleton = skeleton(unicode);
    return allowed.stream()
        .filter(domain -> !domain.isEmpty())
        .map(domain -> skeleton(IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED)))
        .anyMatch(
            shape ->
                skeleton.equals(shape)
                    || skeleton.endsWith("." + shape)
                    // Its name in front of a domain of somebody else.
                    || skeleton.startsWith(shape + ".")
                    || skeleton.contains("." + shape + "."));
  }

  /** Whether a word is of letters of one script that is not Latin, as domains of countries are. */
  static boolean isNameOfOtherScript(String word) {
    return word.codePointCount(0, word.length()) >= 2
        && word.codePoints().allMatch(c -> c >= 0x80 && Character.isLetter(c))
        && scripts(word).equals(EnumSet.of(Character.UnicodeScript.CYRILLIC))
        && Set.of("рф", "рус", "бг", "укр", "срб", "бел", "мкд", "мон", "қаз", "сайт", "онлайн")
            .contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean mixesScripts(String label) {
    Set<Character.UnicodeScript> scripts = scripts(label);
    if (scripts.size() < 2) {
      return false;
    }
    // Japanese, Korean and Chinese are written in several.
    return !EnumSet.of(
                Character.UnicodeScript.HAN,
                Character.UnicodeScript.HIRAGANA,
                Character.UnicodeScript.KATAKANA,
                Character.UnicodeScript.LATIN)
            .containsAll(scripts)
        && !EnumSet.of(
                Character.UnicodeScript.HAN,
                Character.UnicodeScript.HANGUL,
                Character.UnicodeScript.LATIN)
            .containsAll(scripts)
        && !EnumSet.of(
                Character.UnicodeScript.HAN,
                Character.UnicodeScript.BOPOMOFO,
                Character.UnicodeScript.LATIN)
            .containsAll(scripts);
  }

  private static Set<Character.UnicodeScript> scripts(String text) {
    Set<Character.UnicodeScript> scripts = EnumSet.noneOf(Character.UnicodeScript.class);
    text.codePoints().mapToObj(Character.UnicodeScript::of).forEach(scripts::add);
    scripts.remove(Character.UnicodeScript.COMMON);
    scripts.remove(Character.UnicodeScript.INHERITED);
    return scripts;
  }

  /** The shapes of a text: what looks alike is equal. */
  private static String skeleton(String text) {
    String apart = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
    StringBuilder shape = new StringBuilder();
    apart
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> shape.append(SHAPE.getOrDefault(c, Character.toString(c))));
    return shape.toString().replace("rn", "m").replace("vv", "w").replace("cl", "d");
  }
}
