package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.routing.GatewayDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of a name, as it is open here.
 *
 * @param made what it was made of, which may no longer be what is defined
 * @param sends whether messages may be given to it; otherwise it is open for reports alone
 * @param trouble why it is not what is defined; empty if it is
 * @param successor who takes its place once it is connected
 */
record Place(
    GatewayDefinition made,
    RunningGateway gateway,
    boolean sends,
    String trouble,
    @Nullable Successor successor) {

  /** A gateway that is made of what is defined, and open since then by {@link System#nanoTime}. */
  record Successor(GatewayDefinition made, RunningGateway gateway, long since) {}

  Place(GatewayDefinition made, RunningGateway gateway) {
    this(made, gateway, made.enabled(), "", null);
  }

  /** The same, as what was to take its place cannot be opened. */
  Place troubled(GatewayDefinition defined, String why) {
    return new Place(made, gateway, defined.enabled(), why, null);
  }

  /** The same, as it is what is defined, but perhaps for whether it sends. */
  Place as(GatewayDefinition defined) {
    return new Place(made, gateway, defined.enabled(), "", null);
  }

  /** The same, as long as who is to take its place is not ready. */
  Place awaiting(GatewayDefinition defined, Successor next) {
    return new Place(made, gateway, defined.enabled(), "", next);
  }

  boolean isMadeOf(GatewayDefinition defined) {
    return isSame(made, defined);
  }

  /** Who is to take its place, if that one is made of what is defined. */
  @Nullable Successor successorOf(GatewayDefinition defined) {
    Successor next = successor;
    return next != null && isSame(next.made(), defined) ? next : null;
  }

  private static boolean isSame(GatewayDefinition one, GatewayDefinition other) {
    return one.kind().equals(other.kind()) && one.settings().equals(other.settings());
  }

  boolean isTroubled() {
    return !trouble.isEmpty();
  }

  boolean isAwaiting() {
    return successor != null;
  }

  List<RunningGateway> open() {
    Successor next = successor;
    return next == null ? List.of(gateway) : List.of(gateway, next.gateway());
  }

  GatewayStatus status() {
    GatewayStatus status = gateway.status();
    StringBuilder detail = new StringBuilder(sends ? "" : "for reports only; ");
    Successor next = successor;
    if (next != null) {
      detail
          .append("as it was before, until it is connected by the settings that are stored: ")
          .append(next.gateway().status().detail())
          .append("; ");
    }
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
