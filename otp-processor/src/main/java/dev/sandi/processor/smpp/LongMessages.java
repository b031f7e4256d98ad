package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a text that does not fit into one segment is submitted. */
enum LongMessages {
  /** A header of six octets in each part (3GPP TS 23.040, 9.2.3.24.1): all operators know it. */
  @JsonProperty("udh")
  UDH,
  /** The TLVs {@code sar_msg_ref_num}, {@code sar_total_segments}, {@code sar_segment_seqnum}. */
  @JsonProperty("sar")
  SAR,
  /** Undivided, in the TLV {@code message_payload}: the SMSC cuts it. */
  @JsonProperty("payload")
  PAYLOAD
}
