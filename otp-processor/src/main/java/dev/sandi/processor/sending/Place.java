package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.routing.GatewayDefinition;

/**
 * A gateway of a name, as it is open here.
 *
 * @param made what it was made of, which may no longer be what is defined
 * @param trouble why it is not what is defined; empty if it is
 */
record Place(GatewayDefinition made, RunningGateway gateway, String trouble) {

  Place(GatewayDefinition made, RunningGateway gateway) {
    this(made, gateway, "");
  }

  /** The same, as what was to take its place cannot be opened. */
  Place troubled(String why) {
    return new Place(made, gateway, why);
  }

  /** The same, as it is what is defined. */
  Place as(GatewayDefinition defined) {
    return new Place(defined, gateway, "");
  }

  boolean isMadeOf(GatewayDefinition defined) {
    return made.equals(defined);
  }

  boolean isTroubled() {
    return !trouble.isEmpty();
  }

  GatewayStatus status() {
    GatewayStatus status = gateway.status();
    return isTroubled()
        ? new GatewayStatus(
            status.connected(),
            "as it was before: the settings that are stored cannot be used: "
                + trouble
                + "; "
                + status.detail(),
            status.figures())
        : status;
  }
}
