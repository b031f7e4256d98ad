package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jsmpp.bean.BindType;

/** How binds are made. */
enum BindMode {
  /** One for both directions. */
  @JsonProperty("transceiver")
  TRANSCEIVER,
  /** One for each. */
  @JsonProperty("transmitter_receiver")
  TRANSMITTER_RECEIVER;

  List<BindType> types() {
    return this == TRANSCEIVER
        ? List.of(BindType.BIND_TRX)
        : List.of(BindType.BIND_TX, BindType.BIND_RX);
  }
}
