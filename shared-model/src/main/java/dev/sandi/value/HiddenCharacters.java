package dev.sandi.value;

import java.util.Set;
import java.util.TreeSet;

/**
 * Characters that a reader does not see: those of Unicode's Default_Ignorable_Code_Point. Some have
 * their place: joiners within Arabic or Indic words and emoji, marks of direction in a text that is
 * written from right to left, the variation selectors of emoji.
 */
final class HiddenCharacters {

  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private HiddenCharacters() {}

  /** Those in a text that have no place there. */
  static Set<Integer> in(String text) {
    boolean rightToLeft = text.codePoints().anyMatch(HiddenCharacters::isRightToLeft);
    Set<Integer> found = new TreeSet<>();
    int before = ' ';
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      if (isHidden(c) && !belongs(c, before, rightToLeft)) {
        found.add(c);
      }
      before = c;
    }
    return found;
  }

  /** What is seen of a text. */
  static String without(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isHidden(c)).forEach(seen::appendCodePoint);
    return seen.toString();
  }

  private static boolean belongs(int c, int before, boolean rightToLeft) {
    if (c == JOINER || c == NON_JOINER) {
      return isShaping(before);
    }
    if (c >= 0xFE00 && c <= 0xFE0F) {
      // After a letter it would be nothing but a hiding place.
      return !Character.isLetter(before) && !isHidden(before) && before != ' ';
    }
    boolean direction =
        c == 0x200E
            || c == 0x200F
            || c == 0x061C
            || (c >= 0x202A && c <= 0x202C)
            || (c >= 0x2066 && c <= 0x2069);
    return direction && rightToLeft;
  }

  /** A letter whose shape a joiner can change, or an emoji. */
  private static boolean isShaping(int c) {
    if (Character.getType(c) == Character.OTHER_SYMBOL || (c >= 0xFE00 && c <= 0xFE0F)) {
      return true;
    }
    // The colours of hands and faces.
    if (c >= 0x1F3FB && c <= 0x1F3FF) {
      return true;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case LATIN, GREEK, CYRILLIC, COMMON, INHERITED, UNKNOWN, HAN -> false;
      default -> Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    };
  }

  private static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }

  private static boolean isHidden(int c) {
    return switch (c) {
      case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0, 0x2800 ->
          true;
      default ->
          (c >= 0x180B && c <= 0x180F)
              || (c >= 0x200B && c <= 0x200F)
              || (c >= 0x202A && c <= 0x202E)
              || (c >= 0x2060 && c <= 0x206F)
              || (c >= 0xFE00 && c <= 0xFE0F)
              || (c >= 0xFFF0 && c <= 0xFFF8)
              || (c >= 0xE0000 && c <= 0xE0FFF);
    };
  }
}
