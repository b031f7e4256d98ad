package dev.sandi.processor.smpp;

import static java.util.Map.entry;

import dev.sandi.value.InvalidValueException;
import java.util.Locale;
import java.util.Map;
import org.jsmpp.SMPPConstant;

/**
 * Values of {@code command_status} (SMPP 3.4, 5.1.3), and what they mean if nothing else is said.
 */
final class CommandStatus {

  static final int OK = SMPPConstant.STAT_ESME_ROK;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          entry(OK, "ESME_ROK"),
          entry(0x01, "ESME_RINVMSGLEN"),
          entry(0x02, "ESME_RINVCMDLEN"),
          entry(0x03, "ESME_RINVCMDID"),
          entry(0x04, "ESME_RINVBNDSTS"),
          entry(0x05, "ESME_RALYBND"),
          entry(0x06, "ESME_RINVPRTFLG"),
          entry(0x07, "ESME_RINVREGDLVFLG"),
          entry(0x08, "ESME_RSYSERR"),
          entry(0x0A, "ESME_RINVSRCADR"),
          entry(0x0B, "ESME_RINVDSTADR"),
          entry(0x0C, "ESME_RINVMSGID"),
          entry(0x0D, "ESME_RBINDFAIL"),
          entry(0x0E, "ESME_RINVPASWD"),
          entry(0x0F, "ESME_RINVSYSID"),
          entry(0x14, "ESME_RMSGQFUL"),
          entry(0x15, "ESME_RINVSERTYP"),
          entry(0x43, "ESME_RINVESMCLASS"),
          entry(0x45, "ESME_RSUBMITFAIL"),
          entry(0x48, "ESME_RINVSRCTON"),
          entry(0x49, "ESME_RINVSRCNPI"),
          entry(0x50, "ESME_RINVDSTTON"),
          entry(0x51, "ESME_RINVDSTNPI"),
          entry(0x53, "ESME_RINVSYSTYP"),
          entry(0x54, "ESME_RINVREPFLAG"),
          entry(0x58, "ESME_RTHROTTLED"),
          entry(0x61, "ESME_RINVSCHED"),
          entry(0x62, "ESME_RINVEXPIRY"),
          entry(0x63, "ESME_RINVDFTMSGID"),
          entry(0x64, "ESME_RX_T_APPN"),
          entry(0x65, "ESME_RX_P_APPN"),
          entry(0x66, "ESME_RX_R_APPN"),
          entry(0xC0, "ESME_RINVOPTPARSTREAM"),
          entry(0xC1, "ESME_ROPTPARNOTALLWD"),
          entry(0xC2, "ESME_RINVPARLEN"),
          entry(0xC3, "ESME_RMISSINGOPTPARAM"),
          entry(0xC4, "ESME_RINVOPTPARAMVAL"),
          entry(0xFE, "ESME_RDELIVERYFAILURE"),
          entry(0xFF, "ESME_RUNKNOWNERR"));

  /** Of a bind that is not as the SMSC thinks, too: another one may do. */
  private static final Map<Integer, Meaning> MEANINGS =
      Map.of(
          OK,
          Meaning.ACCEPTED,
          SMPPConstant.STAT_ESME_RTHROTTLED,
          Meaning.THROTTLED,
          SMPPConstant.STAT_ESME_RMSGQFUL,
          Meaning.THROTTLED,
          SMPPConstant.STAT_ESME_RSYSERR,
          Meaning.TEMPORARY,
          SMPPConstant.STAT_ESME_RX_T_APPN,
          Meaning.TEMPORARY,
          SMPPConstant.STAT_ESME_RINVBNDSTS,
          Meaning.TEMPORARY,
          SMPPConstant.STAT_ESME_RINVDSTADR,
          Meaning.INVALID_NUMBER);

  private CommandStatus() {}

  static Meaning meaning(int status) {
    return MEANINGS.getOrDefault(status, Meaning.REFUSED);
  }

  /** The code, and its name if it is the standard's: {@code 0x0000000B ESME_RINVDSTADR}. */
  static String show(int status) {
    String name = NAMES.get(status);
    String code = String.format(Locale.ROOT, "0x%08X", status);
    return name == null ? code : code + " " + name;
  }

  /**
   * Reads a code as {@code 0x…} or in decimal.
   *
   * @throws InvalidValueException if it is none, or that of success
   */
  static int parse(String code) {
    try {
      long number = Long.decode(code);
      if (number > 0 && number <= 0xFFFF_FFFFL) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InvalidValueException("statuses: a code should be such as 0x00000445");
  }
}
