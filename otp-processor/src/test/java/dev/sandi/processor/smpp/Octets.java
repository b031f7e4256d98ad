package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultComposer;

/** PDUs as a peer may write them. */
final class Octets {

  private Octets() {}

  static byte[] deliver(String text, OptionalParameter... tlvs) {
    return deliver(text.getBytes(ISO_8859_1), 0, tlvs);
  }

  static byte[] deliver(byte[] text, int dataCoding, OptionalParameter... tlvs) {
    try {
      return new DefaultComposer()
          .deliverSm(
              1,
              "",
              (byte) 1,
              (byte) 1,
              "62812",
              (byte) 5,
              (byte) 0,
              "Sandi",
              (byte) 4,
              (byte) 0,
              (byte) 0,
              (byte) 0,
              (byte) dataCoding,
              text,
              tlvs);
    } catch (org.jsmpp.PDUStringException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static byte[] data(int esmClass, OptionalParameter... tlvs) {
    try {
      return new DefaultComposer()
          .dataSm(
              1,
              "",
              (byte) 1,
              (byte) 1,
              "62812",
              (byte) 5,
              (byte) 0,
              "Sandi",
              (byte) esmClass,
              (byte) 0,
              (byte) 0,
              tlvs);
    } catch (org.jsmpp.PDUStringException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static OptionalParameter tlv(int tag, byte... value) {
    return new OptionalParameter.OctetString((short) tag, value);
  }

  static byte[] header(int length, int command, int status, int sequence) {
    return ByteBuffer.allocate(16)
        .putInt(length)
        .putInt(command)
        .putInt(status)
        .putInt(sequence)
        .array();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
