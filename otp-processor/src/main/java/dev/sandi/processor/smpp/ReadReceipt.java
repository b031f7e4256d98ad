package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads receipts: the TLVs, and what they leave open from the text, {@code id:… sub:… dlvrd:…
 * submit date:… done date:… stat:… err:… text:…} (SMPP 3.4, appendix B). The fields may stand in
 * any order and case, with space around the colon, and be missing but for id and state.
 */
final class ReadReceipt {

  static final int RECEIPTED_MESSAGE_ID = 0x001E;

  private static final int NETWORK_ERROR_CODE = 0x0423;
  private static final int MESSAGE_STATE = 0x0427;
  private static final int LONGEST_ID = 255;
  private static final int LONGEST_CODE = 64;

  private static final Pattern ID = field("id");
  private static final Pattern STAT = field("stat");
  private static final Pattern ERR = field("err");
  private static final Pattern TEXT = Pattern.compile("(?i)(?<![a-z])text\\s*+:");

  private ReadReceipt() {}

  /** A value is not the next field's name: it has no colon behind it. */
  private static Pattern field(String name) {
    return Pattern.compile("(?i)(?<![a-z])" + name + "\\s*+:\\s*+([^\\s:]++)(?!:)");
  }

  /** Null if it does not say which message is in which state. */
  static @Nullable Receipt of(Delivery delivery) {
    String text = delivery.text();
    String id = id(delivery, text);
    MessageState state = state(delivery, text);
    if (id == null || state == null || !isPrintable(id, LONGEST_ID)) {
      return null;
    }
    return new Receipt(id, state, networkCode(delivery, text), networkReason(delivery));
  }

  private static @Nullable String id(Delivery delivery, String text) {
    byte[] tlv = delivery.tlv(RECEIPTED_MESSAGE_ID);
    if (tlv != null) {
      String id = new String(tlv, ISO_8859_1);
      int end = id.indexOf(0);
      id = (end < 0 ? id : id.substring(0, end)).strip();
      if (!id.isEmpty()) {
        return id;
      }
    }
    return find(ID, text);
  }

  private static @Nullable MessageState state(Delivery delivery, String text) {
    byte[] tlv = delivery.tlv(MESSAGE_STATE);
    MessageState state = tlv == null || tlv.length != 1 ? null : MessageState.of(tlv[0] & 0xFF);
    if (state != null) {
      return state;
    }
    String stat = find(STAT, text);
    return stat == null ? null : MessageState.of(stat);
  }

  private static @Nullable String networkCode(Delivery delivery, String text) {
    byte[] tlv = delivery.tlv(NETWORK_ERROR_CODE);
    String code =
        tlv != null && tlv.length == 3 ? Integer.toString(errorCode(tlv)) : find(ERR, text);
    return code == null || !isPrintable(code, LONGEST_CODE) || code.chars().allMatch(c -> c == '0')
        ? null
        : code;
  }

  private static @Nullable String networkReason(Delivery delivery) {
    byte[] tlv = delivery.tlv(NETWORK_ERROR_CODE);
    return tlv != null && tlv.length == 3 && tlv[0] == MapError.GSM
        ? MapError.reason(errorCode(tlv))
        : null;
  }

  private static int errorCode(byte[] tlv) {
    return ((tlv[1] & 0xFF) << 8) | (tlv[2] & 0xFF);
  }

  /**
   * What the fields say counts for more than what the message's own text, at the end, looks like.
   */
  private static @Nullable String find(Pattern field, String receipt) {
    Matcher text = TEXT.matcher(receipt);
    int fields = text.find() ? text.start() : receipt.length();
    Matcher found = field.matcher(receipt).region(0, fields);
    if (!found.find()) {
      found = field.matcher(receipt).region(fields, receipt.length());
      if (!found.find()) {
        return null;
      }
    }
    return found.group(1);
  }

  private static boolean isPrintable(String text, int longest) {
    return !text.isEmpty()
        && text.length() <= longest
        && text.chars().noneMatch(Character::isISOControl);
  }
}
