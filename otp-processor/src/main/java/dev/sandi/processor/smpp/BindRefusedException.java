package dev.sandi.processor.smpp;

/** The SMSC does not let a bind in. */
final class BindRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  BindRefusedException(int status) {
    super("it refuses the bind: " + CommandStatus.show(status));
  }
}
