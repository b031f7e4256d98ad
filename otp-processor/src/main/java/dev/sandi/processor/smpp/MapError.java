package dev.sandi.processor.smpp;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Errors of GSM MAP that end a delivery (3GPP TS 29.002, 7.6.1 and 17.6.6), which the TLV {@code
 * network_error_code} carries for the network type GSM (SMPP 3.4, 5.3.2.31). The {@code err:} of a
 * receipt's text is the operator's own: 1 is an unknown number here, and with some an absent one.
 */
final class MapError {

  /** Of the TLV's first octet. */
  static final int GSM = 3;

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          entry(1, "unknown_number"),
          entry(5, "unidentified_subscriber"),
          entry(6, "absent_subscriber"),
          entry(8, "roaming_not_allowed"),
          entry(9, "illegal_subscriber"),
          entry(11, "no_sms_service"),
          entry(12, "illegal_equipment"),
          entry(13, "barred"),
          entry(21, "sms_not_supported"),
          entry(27, "absent_subscriber"),
          entry(31, "handset_busy"),
          entry(32, "handset_error"),
          entry(33, "queue_full"),
          entry(34, "network_error"),
          entry(35, "network_error"),
          entry(36, "network_error"));

  private MapError() {}

  /** The reason that the outside is told; null for an error that is not about a delivery. */
  static @Nullable String reason(int code) {
    return REASONS.get(code);
  }
}
