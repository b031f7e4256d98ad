package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.Sms;
import java.time.Instant;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.PDUByteBuffer;
import org.jsmpp.util.PDUComposer;

/** The PDUs that we send, as octets. */
final class Compose {

  private static final PDUComposer COMPOSER = new DefaultComposer();

  private Compose() {}

  /** Not by jsmpp's own, which refuses a password of more than eight characters. */
  static byte[] bind(BindType type, int sequence, Login login, String password) {
    PDUByteBuffer pdu = new PDUByteBuffer(type.commandId(), CommandStatus.OK, sequence);
    pdu.append(login.systemId());
    pdu.append(password);
    pdu.append(login.systemType());
    pdu.append(SMPPConstant.IF_VERSION_34);
    pdu.append(SMPPConstant.TON_UNKNOWN);
    pdu.append(SMPPConstant.NPI_UNKNOWN);
    pdu.append("");
    return pdu.toBytes();
  }

  static byte[] submit(int sequence, Sms sms, Part part, MessageFormat format, Instant now) {
    Source source = format.sourceOf(sms.app());
    try {
      return COMPOSER.submitSm(
          sequence,
          format.serviceType(),
          (byte) source.ton(),
          (byte) source.npi(),
          source.address(),
          (byte) format.destination().ton(),
          (byte) format.destination().npi(),
          sms.msisdn().digits(),
          part.esmClass(),
          (byte) 0,
          (byte) format.priority(),
          "",
          format.validity().of(sms.validUntil(), now),
          (byte) format.registeredDelivery(),
          (byte) 0,
          (byte) (sms.text().isUcs2() ? format.dataCoding().ucs2() : format.dataCoding().gsm7()),
          (byte) 0,
          part.shortMessage(),
          part.tlvs());
    } catch (PDUStringException e) {
      // Not passed on: it quotes the field.
      throw new IllegalStateException(
          "A field is longer than its settings allow: " + e.getErrorCode());
    }
  }

  static byte[] enquireLink(int sequence) {
    return COMPOSER.enquireLink(sequence);
  }

  static byte[] unbind(int sequence) {
    return COMPOSER.unbind(sequence);
  }

  /** An answer without a body. */
  static byte[] answer(int command, int status, int sequence) {
    return COMPOSER.composeHeader(command | SMPPConstant.MASK_CID_RESP, status, sequence);
  }

  /** To deliver_sm and data_sm: their answers have a message_id, which is empty. */
  static byte[] answerDelivery(int command, int status, int sequence) {
    PDUByteBuffer pdu = new PDUByteBuffer(command | SMPPConstant.MASK_CID_RESP, status, sequence);
    pdu.append("");
    return pdu.toBytes();
  }

  static byte[] genericNack(int status, int sequence) {
    return COMPOSER.genericNack(status, sequence);
  }
}
