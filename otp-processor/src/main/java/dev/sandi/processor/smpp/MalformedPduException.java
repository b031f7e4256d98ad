package dev.sandi.processor.smpp;

/** The body of a PDU is not as its command has it. The message quotes nothing of it. */
final class MalformedPduException extends Exception {

  private static final long serialVersionUID = 1;

  MalformedPduException(String what) {
    super(what);
  }
}
