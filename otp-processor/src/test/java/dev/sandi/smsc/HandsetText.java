package dev.sandi.smsc;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.util.Arrays;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.jsmpp.bean.SubmitSm;

/** A message as a handset reads it, by tables of its own. */
record HandsetText(String text, int reference, int part, int parts) {

  private static final int[] GSM_7 = new int[128];
  private static final int[] EXTENSION = new int[128];

  static {
    String digitsAndLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    digitsAndLetters.chars().forEach(c -> GSM_7[c] = c);
    String marks = " !\"#%&'()*+,-./:;<=>?";
    marks.chars().forEach(c -> GSM_7[c] = c);
    int[] first = {
      0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0x0A, 0xD8, 0xF8, 0x0D, 0xC5,
      0xE5, 0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0, 0xC6,
      0xE6, 0xDF, 0xC9
    };
    System.arraycopy(first, 0, GSM_7, 0, first.length);
    GSM_7[0x24] = 0xA4;
    GSM_7[0x40] = 0xA1;
    int[] upper = {0xC4, 0xD6, 0xD1, 0xDC, 0xA7, 0xBF};
    System.arraycopy(upper, 0, GSM_7, 0x5B, upper.length);
    int[] lower = {0xE4, 0xF6, 0xF1, 0xFC, 0xE0};
    System.arraycopy(lower, 0, GSM_7, 0x7B, lower.length);
    int[][] extension = {
      {0x0A, 0x0C}, {0x14, 0x5E}, {0x28, 0x7B}, {0x29, 0x7D}, {0x2F, 0x5C},
      {0x3C, 0x5B}, {0x3D, 0x7E}, {0x3E, 0x5D}, {0x40, 0x7C}, {0x65, 0x20AC}
    };
    for (int[] entry : extension) {
      EXTENSION[entry[0]] = entry[1];
    }
  }

  static HandsetText of(SubmitSm pdu) {
    byte[] octets = pdu.getShortMessage();
    OptionalParameter payload = pdu.getOptionalParameter(Tag.MESSAGE_PAYLOAD);
    if (octets.length == 0 && payload instanceof OptionalParameter.OctetString whole) {
      octets = whole.getValue();
    }
    boolean ucs2 = pdu.getDataCoding() == 8;
    if (pdu.isUdhi()) {
      int header = octets[0] + 1;
      return new HandsetText(
          decode(Arrays.copyOfRange(octets, header, octets.length), ucs2),
          octets[3] & 0xFF,
          octets[5],
          octets[4]);
    }
    if (pdu.getOptionalParameter(Tag.SAR_MSG_REF_NUM) instanceof OptionalParameter.Short ref) {
      return new HandsetText(
          decode(octets, ucs2),
          ref.getValue(),
          octet(pdu, Tag.SAR_SEGMENT_SEQNUM),
          octet(pdu, Tag.SAR_TOTAL_SEGMENTS));
    }
    return new HandsetText(decode(octets, ucs2), -1, 1, 1);
  }

  private static int octet(SubmitSm pdu, Tag tag) {
    return ((OptionalParameter.Byte) pdu.getOptionalParameter(tag)).getValue();
  }

  static String decode(byte[] octets, boolean ucs2) {
    if (ucs2) {
      return new String(octets, UTF_16BE);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < octets.length; i++) {
      text.append((char) (octets[i] == 0x1B ? EXTENSION[octets[++i]] : GSM_7[octets[i]]));
    }
    return text.toString();
  }
}
