package dev.sandi.processor.smpp;

import dev.sandi.value.Gsm7;
import dev.sandi.value.SmsText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.OptionalParameter;

/** What one submit_sm carries of a text: all of it, or a part. It does not print itself. */
final class Part {

  private static final byte[] NONE = {};

  private final byte esmClass;
  private final byte[] shortMessage;
  private final OptionalParameter[] tlvs;

  private Part(int esmClass, byte[] shortMessage, OptionalParameter... tlvs) {
    this.esmClass = (byte) esmClass;
    this.shortMessage = shortMessage;
    this.tlvs = tlvs;
  }

  /**
   * Cuts a text.
   *
   * @param reference tells the parts of one message from those of another; of its last eight bits
   */
  static List<Part> of(SmsText text, LongMessages how, int reference) {
    boolean ucs2 = text.isUcs2();
    List<String> texts = text.parts();
    if (texts.size() == 1) {
      return List.of(new Part(0, encode(texts.get(0), ucs2)));
    }
    if (how == LongMessages.PAYLOAD) {
      return List.of(
          new Part(
              0,
              NONE,
              new OptionalParameter.OctetString(
                  OptionalParameter.Tag.MESSAGE_PAYLOAD.code(), encode(text.value(), ucs2))));
    }
    List<Part> parts = new ArrayList<>();
    for (String part : texts) {
      byte[] octets = encode(part, ucs2);
      int number = parts.size() + 1;
      parts.add(
          how == LongMessages.UDH
              ? withHeader(octets, reference, texts.size(), number)
              : withTlvs(octets, reference, texts.size(), number));
    }
    return parts;
  }

  private static byte[] encode(String text, boolean ucs2) {
    return ucs2 ? text.getBytes(StandardCharsets.UTF_16BE) : Gsm7.encode(text);
  }

  private static Part withHeader(byte[] octets, int reference, int total, int number) {
    ByteBuffer message = ByteBuffer.allocate(6 + octets.length);
    message.put((byte) 5).put((byte) 0).put((byte) 3);
    message.put((byte) reference).put((byte) total).put((byte) number).put(octets);
    return new Part(SMPPConstant.ESMCLS_UDHI_INDICATOR_SET, message.array());
  }

  private static Part withTlvs(byte[] octets, int reference, int total, int number) {
    return new Part(
        0,
        octets,
        new OptionalParameter.Sar_msg_ref_num((short) (reference & 0xFF)),
        new OptionalParameter.Sar_total_segments((byte) total),
        new OptionalParameter.Sar_segment_seqnum((byte) number));
  }

  byte esmClass() {
    return esmClass;
  }

  byte[] shortMessage() {
    return shortMessage;
  }

  OptionalParameter[] tlvs() {
    return tlvs;
  }
}
