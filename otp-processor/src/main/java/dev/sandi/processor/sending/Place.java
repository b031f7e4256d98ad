package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.routing.GatewayDefinition;

/**
 * A gateway of a name, as it is open here.
 *
 * @param made what it was made of, which may no longer be what is defined
 * @param sends whether messages may be given to it; otherwise it is open for reports alone
 * @param trouble why it is not what is defined; empty if it is
 */
record Place(GatewayDefinition made, RunningGateway gateway, boolean sends, String trouble) {

  Place(GatewayDefinition made, RunningGateway gateway) {
    this(made, gateway, made.enabled(), "");
  }

  /** The same, as what was to take its place cannot be opened. */
  Place troubled(GatewayDefinition defined, String why) {
    return new Place(made, gateway, defined.enabled(), why);
  }

  /** The same, as it is what is defined, but perhaps for whether it sends. */
  Place as(GatewayDefinition defined) {
    return new Place(made, gateway, defined.enabled(), "");
  }

  boolean isMadeOf(GatewayDefinition defined) {
    return made.kind().equals(defined.kind()) && made.settings().equals(defined.settings());
  }

  boolean isTroubled() {
    return !trouble.isEmpty();
  }

  GatewayStatus status() {
    GatewayStatus status = gateway.status();
    StringBuilder detail = new StringBuilder(sends ? "" : "for reports only; ");
    if (isTroubled()) {
      detail
          .append("as it was before: the settings that are stored cannot be used: ")
          .append(trouble)
          .append("; ");
    }
    return new GatewayStatus(
        sends && status.connected(), detail.append(status.detail()).toString(), status.figures());
  }
}
