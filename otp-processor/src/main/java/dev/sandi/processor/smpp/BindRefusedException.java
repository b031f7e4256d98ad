package dev.sandi.processor.smpp;

import org.jsmpp.SMPPConstant;

/** The SMSC does not let a bind in. */
final class BindRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  BindRefusedException(int status) {
    super("it refuses the bind: " + CommandStatus.show(status));
    this.status = status;
  }

  /** Whether the system id, the password or the system type is wrong. */
  boolean isOfTheLogin() {
    return status == SMPPConstant.STAT_ESME_RINVPASWD
        || status == SMPPConstant.STAT_ESME_RINVSYSID
        || status == SMPPConstant.STAT_ESME_RINVSYSTYP;
  }
}
