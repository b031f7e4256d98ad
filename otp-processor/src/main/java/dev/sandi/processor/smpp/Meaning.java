package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a {@code command_status} means for a message. */
enum Meaning {
  @JsonProperty("accepted")
  ACCEPTED,
  /** The bind is to slow down; the message may be taken later. */
  @JsonProperty("throttled")
  THROTTLED,
  /** Not now. */
  @JsonProperty("temporary")
  TEMPORARY,
  /** The number is the fault, at any gateway. */
  @JsonProperty("invalid_number")
  INVALID_NUMBER,
  /** Never, at this gateway. */
  @JsonProperty("refused")
  REFUSED
}
