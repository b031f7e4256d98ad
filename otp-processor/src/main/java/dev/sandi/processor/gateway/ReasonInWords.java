package dev.sandi.processor.gateway;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a message did not arrive, in words for a person who does not know the codes of networks. The
 * slugs are those of the kinds of gateways, and of the examples for providers; they name the errors
 * of GSM MAP (3GPP TS 29.002, 7.6.1), the states of SMPP 3.4 (5.2.28), and what Twilio, Vonage and
 * Infobip document of their own codes. One that is not here gives a sentence of its own words.
 */
public final class ReasonInWords {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("absent_subscriber", "The handset was off or out of coverage."),
          entry("unreachable", "The handset could not be reached: off, or out of coverage."),
          entry("handset_busy", "The handset was busy, with another SMS for instance."),
          entry("handset_full", "The handset has no room for another SMS."),
          entry("handset_error", "The handset did not take the SMS."),
          entry("not_equipped", "The handset cannot receive SMS."),
          entry("unknown_number", "The network does not know the number."),
          entry("unidentified_subscriber", "The network could not identify the number's owner."),
          entry("invalid_number", "The number is not one that an SMS can be sent to."),
          entry("landline", "The number is a landline's, or its operator cannot be reached."),
          entry(
              "portability_error", "The number has moved to another operator, and was not found."),
          entry("illegal_subscriber", "The handset's SIM was not accepted by the network."),
          entry("illegal_equipment", "The handset is barred from the network."),
          entry(
              "roaming_not_allowed",
              "The handset is abroad, where its operator does not allow it."),
          entry("no_sms_service", "The number's contract does not include SMS."),
          entry("sms_not_supported", "The network that the handset is in does not support SMS."),
          entry("barred", "The number is barred from receiving SMS."),
          entry("barred_by_subscriber", "The number's owner has barred SMS."),
          entry("barred_by_operator", "The number's operator has barred SMS to it."),
          entry("number_barred", "The provider has barred SMS to the number."),
          entry("unsubscribed", "The number's owner has asked for no more SMS of this sender."),
          entry(
              "age_restricted", "The operator holds the SMS to be unsuitable for the owner's age."),
          entry("insufficient_credit", "The number's prepaid credit does not suffice."),
          entry("filtered", "A filter of the operator's or provider's stopped the SMS, as spam."),
          entry("blocked", "The operator or provider has blocked the SMS."),
          entry("regulation", "Rules of the country, such as registered texts, forbid the SMS."),
          entry("invalid_sender", "The sender's name or number is not accepted there."),
          entry("invalid_message", "The SMS was malformed, or its text is not accepted."),
          entry("invalid_request", "The provider did not understand the request."),
          entry("queue_full", "Too many SMS were waiting for the handset or the sender."),
          entry("network_error", "The operator's network failed."),
          entry("no_route", "The provider does not send to the number from this sender."),
          entry("unroutable", "The provider has no route to the number's operator."),
          entry("unknown_error", "The operator gave no reason."),
          entry("expired", "The SMS could not be delivered while it was valid."),
          entry("deleted", "The operator deleted the SMS before it was delivered."),
          entry("undeliverable", "The operator could not deliver the SMS."),
          entry("undelivered", "The SMS was not delivered; no reason was given that is known."),
          entry("rejected", "The operator or provider rejected the SMS."),
          entry("unknown", "The operator does not know what became of the SMS."),
          entry("refused", "The provider refused the SMS."),
          entry("operator_refused", "The operator refused the SMS."),
          entry("operator_unreachable", "The operator could not be reached."),
          entry("no_gateway_left", "No gateway was left that would take the SMS."),
          entry("ambiguous", "The gateway's answer never came, so the SMS may or may not arrive."),
          entry("expired_before_submit", "The code expired before a gateway could take the SMS."),
          entry("superseded", "A newer request to the number took this one's place."),
          entry("code_ended_before_submit", "The code had ended before a gateway took the SMS."),
          entry("erased", "The number was erased before an SMS was sent."),
          entry("unreadable", "What was stored of the SMS could not be read."),
          entry("internal_error", "The SMS could not be composed."));

  /**
   * Of a {@code submit_sm} that was refused: SMPP 3.4, 5.1.3. The others fit their slug's words.
   */
  private static final Map<String, String> OF_STATUS =
      Map.ofEntries(
          entry("ESME_RINVMSGLEN", "The operator found the text too long."),
          entry("ESME_RINVSRCADR", "The sender's name or number is not accepted there."),
          entry("ESME_RINVDSTADR", "The number is not one that an SMS can be sent to."),
          entry("ESME_RINVSRCTON", "The sender's type of number is not accepted there."),
          entry("ESME_RINVSRCNPI", "The sender's numbering plan is not accepted there."),
          entry("ESME_RINVDSTTON", "The number's type is not accepted there."),
          entry("ESME_RINVDSTNPI", "The number's numbering plan is not accepted there."),
          entry("ESME_RINVSERTYP", "The account may not use the service type that was asked for."),
          entry("ESME_RINVEXPIRY", "The operator did not accept how long the SMS is valid."),
          entry("ESME_RSUBMITFAIL", "The operator could not take the SMS, and gave no reason."),
          entry("ESME_RX_P_APPN", "The operator's application refused the SMS for good."),
          entry("ESME_RX_R_APPN", "The operator's application rejected the SMS."),
          entry("ESME_RDELIVERYFAILURE", "The operator could not deliver the SMS."),
          entry("ESME_RUNKNOWNERR", "The operator refused the SMS, and gave no reason."));

  private static final Pattern STATUS = Pattern.compile("\\bESME_[A-Z0-9_]+");

  private ReasonInWords() {}

  /** Of a message that was taken and did not arrive. */
  public static String undelivered(String reason) {
    String words = WORDS.get(reason);
    return words == null ? "The SMS was not delivered: " + plain(reason) + "." : words;
  }

  /**
   * Of a message that no gateway took.
   *
   * @param detail the gateway's own code or words
   */
  public static String failed(String reason, @Nullable String detail) {
    Matcher status = STATUS.matcher(detail == null ? "" : detail);
    String ofStatus = status.find() ? OF_STATUS.get(status.group()) : null;
    if (ofStatus != null) {
      return ofStatus;
    }
    String words = WORDS.get(reason);
    return words == null ? "The SMS could not be sent: " + plain(reason) + "." : words;
  }

  private static String plain(String slug) {
    return slug.replaceFirst("^ec_", "").replace('_', ' ').strip().toLowerCase(Locale.ROOT);
  }
}
