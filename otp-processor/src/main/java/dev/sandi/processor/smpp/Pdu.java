package dev.sandi.processor.smpp;

import java.util.Locale;
import org.jsmpp.SMPPConstant;

/** A PDU as it was received, its body unread. It does not print its body, which may be a text. */
final class Pdu {

  private final int command;
  private final int status;
  private final int sequence;
  private final byte[] body;

  Pdu(int command, int status, int sequence, byte[] body) {
    this.command = command;
    this.status = status;
    this.sequence = sequence;
    this.body = body;
  }

  /** The {@code command_id}. */
  int command() {
    return command;
  }

  int status() {
    return status;
  }

  int sequence() {
    return sequence;
  }

  boolean isResponse() {
    return (command & SMPPConstant.MASK_CID_RESP) != 0;
  }

  /** The body, from its beginning. */
  PduFields fields() {
    return new PduFields(body);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Pdu[0x%08X, %d, %d octets]", command, sequence, body.length);
  }
}
