package dev.sandi.value;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of an SMS, and how many segments a handset's operator counts in it (3GPP TS 23.038,
 * 23.040): GSM-7 160 characters, or 153 a part; UCS-2 70 UTF-16 units, or 67 a part. Characters of
 * the GSM-7 extension table take two places, and neither they nor surrogate pairs are split.
 */
public record SmsText(String value) {

  private static final String GSM_BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String GSM_EXTENSION = "\f^{}\\[~]|€";

  /** Places that a character takes in GSM-7; 0 if it has none there. */
  private static final byte[] GSM_WIDTHS = gsmWidths();

  private static byte[] gsmWidths() {
    byte[] widths = new byte['€' + 1];
    GSM_BASIC.chars().forEach(c -> widths[c] = 1);
    GSM_EXTENSION.chars().forEach(c -> widths[c] = 2);
    return widths;
  }

  private static int gsmWidth(char c) {
    return c < GSM_WIDTHS.length ? GSM_WIDTHS[c] : 0;
  }

  /** Whether one character outside GSM-7 makes the whole text UCS-2. */
  public boolean isUcs2() {
    for (int i = 0; i < value.length(); i++) {
      if (gsmWidth(value.charAt(i)) == 0) {
        return true;
      }
    }
    return false;
  }

  /** The characters that make it UCS-2, as code points in the order of the text. */
  public Set<Integer> outsideGsm() {
    return value
        .codePoints()
        .filter(c -> c > Character.MAX_VALUE || gsmWidth((char) c) == 0)
        .boxed()
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Number of segments that are billed; an empty text is one. */
  public int segments() {
    return isUcs2() ? segments(70, 67, true) : segments(160, 153, false);
  }

  private int segments(int alone, int inPart, boolean ucs2) {
    int total = 0;
    int parts = 1;
    int used = 0;
    for (int i = 0; i < value.length(); i++) {
      int width = 1;
      if (ucs2) {
        if (Character.isHighSurrogate(value.charAt(i))
            && i + 1 < value.length()
            && Character.isLowSurrogate(value.charAt(i + 1))) {
          width = 2;
          i++;
        }
      } else {
        width = gsmWidth(value.charAt(i));
      }
      total += width;
      if (used + width > inPart) {
        parts++;
        used = 0;
      }
      used += width;
    }
    return total <= alone ? 1 : parts;
  }

  /** Hides the text, which carries a code. */
  @Override
  public String toString() {
    return "SmsText[" + value.length() + " characters]";
  }
}
