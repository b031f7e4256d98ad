package dev.sandi.value;

import java.io.ByteArrayOutputStream;

/**
 * The GSM 7 bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1), one septet an
 * octet, as SMPP carries it.
 */
public final class Gsm7 {

  private static final char ESCAPE = 0x1B;

  /** By septet; the escape stands for itself, and is no character. */
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ"
          + ESCAPE
          + "ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final String EXTENSION = "\f^{}\\[~]|€";
  private static final byte[] EXTENSION_SEPTETS = {
    0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65
  };

  /** Places that a character takes; 0 if it has none. */
  private static final byte[] WIDTHS = new byte['€' + 1];

  private static final byte[] SEPTETS = new byte['€' + 1];

  static {
    for (int i = 0; i < BASIC.length(); i++) {
      set(BASIC.charAt(i), 1, i);
    }
    WIDTHS[ESCAPE] = 0;
    for (int i = 0; i < EXTENSION.length(); i++) {
      set(EXTENSION.charAt(i), 2, EXTENSION_SEPTETS[i]);
    }
  }

  private Gsm7() {}

  private static void set(char c, int width, int septet) {
    WIDTHS[c] = (byte) width;
    SEPTETS[c] = (byte) septet;
  }

  /**
   * Places that a character takes: 1, 2 if it has to be escaped, 0 if it is not in the alphabet.
   */
  static int width(char c) {
    return c < WIDTHS.length ? WIDTHS[c] : 0;
  }

  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i++) {
      width += width(text.charAt(i));
    }
    return width;
  }

  /**
   * Encodes a text.
   *
   * @throws InvalidValueException if it has a character outside the alphabet
   */
  public static byte[] encode(String text) {
    var septets = new ByteArrayOutputStream(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (width(c)) {
        case 0 -> throw new InvalidValueException("text should be in the GSM 7 bit alphabet");
        case 2 -> {
          septets.write(ESCAPE);
          septets.write(SEPTETS[c]);
        }
        default -> septets.write(SEPTETS[c]);
      }
    }
    return septets.toByteArray();
  }
}
