package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the body of a PDU field by field, with no trust in the lengths that it claims. Text may be
 * longer than the standard allows: operators do send that.
 */
final class PduFields {

  private static final int MOST_TLVS = 64;

  private final ByteBuffer body;

  PduFields(byte[] body) {
    this.body = ByteBuffer.wrap(body);
  }

  boolean isEmpty() {
    return !body.hasRemaining();
  }

  int octet() throws MalformedPduException {
    require(1);
    return body.get() & 0xFF;
  }

  byte[] octets(int length) throws MalformedPduException {
    require(length);
    byte[] octets = new byte[length];
    body.get(octets);
    return octets;
  }

  /** Text up to a zero. */
  String text() throws MalformedPduException {
    int end = body.position();
    while (end < body.limit() && body.get(end) != 0) {
      end++;
    }
    if (end == body.limit()) {
      throw new MalformedPduException("a text without an end");
    }
    String text = new String(octets(end - body.position()), ISO_8859_1);
    octet();
    return text;
  }

  void skipOctets(int count) throws MalformedPduException {
    octets(count);
  }

  void skipText() throws MalformedPduException {
    text();
  }

  /** What is left as TLVs; one that is cut off, and all after it, are as if they were not there. */
  Map<Integer, byte[]> tlvs() {
    Map<Integer, byte[]> tlvs = new HashMap<>();
    while (body.remaining() >= 4 && tlvs.size() < MOST_TLVS) {
      int tag = body.getShort() & 0xFFFF;
      int length = body.getShort() & 0xFFFF;
      if (length > body.remaining()) {
        break;
      }
      byte[] value = new byte[length];
      body.get(value);
      tlvs.putIfAbsent(tag, value);
    }
    return tlvs;
  }

  private void require(int length) throws MalformedPduException {
    if (length > body.remaining()) {
      throw new MalformedPduException("a field that reaches over the end");
    }
  }
}
