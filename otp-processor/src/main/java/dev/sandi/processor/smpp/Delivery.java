package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.util.Map;
import org.jsmpp.SMPPConstant;
import org.jspecify.annotations.Nullable;

/** What a deliver_sm or data_sm says. It does not print itself: it may be somebody's message. */
final class Delivery {

  private static final int MESSAGE_PAYLOAD = 0x0424;
  private static final int MESSAGE_TYPE = 0x3C;
  private static final int LONGEST_TEXT = 1_000;

  private final int esmClass;
  private final int dataCoding;
  private final byte[] message;
  private final Map<Integer, byte[]> tlvs;

  private Delivery(int esmClass, int dataCoding, byte[] message, Map<Integer, byte[]> tlvs) {
    this.esmClass = esmClass;
    this.dataCoding = dataCoding;
    this.message = message;
    this.tlvs = tlvs;
  }

  static Delivery of(Pdu pdu) throws MalformedPduException {
    PduFields fields = pdu.fields();
    fields.skipText();
    for (int address = 0; address < 2; address++) {
      fields.skipOctets(2);
      fields.skipText();
    }
    int esmClass = fields.octet();
    int dataCoding;
    byte[] message = {};
    if (pdu.command() == SMPPConstant.CID_DATA_SM) {
      fields.skipOctets(1);
      dataCoding = fields.octet();
    } else {
      fields.skipOctets(2);
      fields.skipText();
      fields.skipText();
      fields.skipOctets(2);
      dataCoding = fields.octet();
      fields.skipOctets(1);
      message = fields.octets(fields.octet());
    }
    return new Delivery(esmClass, dataCoding, message, fields.tlvs());
  }

  byte @Nullable [] tlv(int tag) {
    return tlvs.get(tag);
  }

  /** Whether it is a receipt of the SMSC: some forget to say so, and give the message's id. */
  boolean isReceipt() {
    int type = esmClass & MESSAGE_TYPE;
    return type == SMPPConstant.ESMCLS_SMSC_DELIV_RECEIPT
        || (type == 0 && tlvs.containsKey(ReadReceipt.RECEIPTED_MESSAGE_ID));
  }

  boolean isIntermediate() {
    return (esmClass & MESSAGE_TYPE) == SMPPConstant.ESMCLS_INTRMD_DELIV_NOTIF;
  }

  /** Its text, as far as a receipt is of interest. */
  String text() {
    byte[] payload = tlvs.get(MESSAGE_PAYLOAD);
    byte[] octets = message.length > 0 || payload == null ? message : payload;
    String text = new String(octets, dataCoding == 8 ? UTF_16BE : ISO_8859_1);
    return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
  }
}
