package dev.sandi.value;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of an SMS, and how many segments a handset's operator counts in it (3GPP TS 23.038,
 * 23.040): GSM-7 160 characters, or 153 a part; UCS-2 70 UTF-16 units, or 67 a part. Characters of
 * the GSM-7 extension table take two places, and neither they nor surrogate pairs are split.
 */
public record SmsText(String value) {

  private static final int GSM_ALONE = 160;
  private static final int GSM_IN_PART = 153;
  private static final int UCS2_ALONE = 70;
  private static final int UCS2_IN_PART = 67;

  /** Whether one character outside GSM-7 makes the whole text UCS-2. */
  public boolean isUcs2() {
    for (int i = 0; i < value.length(); i++) {
      if (Gsm7.width(value.charAt(i)) == 0) {
        return true;
      }
    }
    return false;
  }

  /** The characters that make it UCS-2, as code points in the order of the text. */
  public Set<Integer> outsideGsm() {
    return value
        .codePoints()
        .filter(c -> c > Character.MAX_VALUE || Gsm7.width((char) c) == 0)
        .boxed()
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Number of segments that are billed; an empty text is one. */
  public int segments() {
    boolean ucs2 = isUcs2();
    if (fitsAlone(ucs2)) {
      return 1;
    }
    int parts = 0;
    for (int start = 0; start < value.length(); start = endOfPart(start, ucs2)) {
      parts++;
    }
    return parts;
  }

  /** The text, cut as {@link #segments()} counts it. */
  public List<String> parts() {
    boolean ucs2 = isUcs2();
    if (fitsAlone(ucs2)) {
      return List.of(value);
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < value.length()) {
      int end = endOfPart(start, ucs2);
      parts.add(value.substring(start, end));
      start = end;
    }
    return List.copyOf(parts);
  }

  private boolean fitsAlone(boolean ucs2) {
    return ucs2 ? value.length() <= UCS2_ALONE : Gsm7.width(value) <= GSM_ALONE;
  }

  /** Where the part ends that begins at {@code start}, as an index behind its last character. */
  private int endOfPart(int start, boolean ucs2) {
    int left = ucs2 ? UCS2_IN_PART : GSM_IN_PART;
    int end = start;
    while (end < value.length()) {
      boolean pair = ucs2 && isPair(end);
      int width = ucs2 ? (pair ? 2 : 1) : Gsm7.width(value.charAt(end));
      if (width > left) {
        break;
      }
      left -= width;
      end += pair ? 2 : 1;
    }
    return end;
  }

  private boolean isPair(int at) {
    return at + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(at), value.charAt(at + 1));
  }

  /** Hides the text, which carries a code. */
  @Override
  public String toString() {
    return "SmsText[" + value.length() + " characters]";
  }
}
