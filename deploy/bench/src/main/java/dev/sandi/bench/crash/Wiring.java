package dev.sandi.bench.crash;

import dev.sandi.bench.callbacks.Farm;
import dev.sandi.bench.crash.Part.Role;
import dev.sandi.bench.crash.WiredLink.Peer;
import dev.sandi.bench.network.Link;
import dev.sandi.bench.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How copies reach what they need: directly, or each by links of its own. */
final class Wiring implements AutoCloseable {

  private final @Nullable Network network;
  private final List<Wire> wires = new ArrayList<>();

  /** A link, and the name of the copy that it is made for before that is. */
  private record Wire(Link link, Role from, Optional<String> copy, Peer to) {}

  /**
   * @param links whether there are any
   */
  Wiring(boolean links) {
    this.network = links ? new Network() : null;
  }

  boolean hasLinks() {
    return network != null;
  }

  /** The port by which a copy gets to a port of this machine. */
  int way(Role role, String copy, Peer to, int port) {
    if (network == null) {
      return port;
    }
    return link(network, role, Optional.of(copy), copy, to).to(port);
  }

  private Link link(Network within, Role role, Optional<String> copy, String clients, Peer to) {
    Link link = within.link(clients + " to " + to.name().toLowerCase(Locale.ROOT));
    wires.add(new Wire(link, role, copy, to));
    return link;
  }

  /** Opens a door before each receiver, if there are links; all dispatchers go by these. */
  void lead(Farm farm) {
    if (network != null) {
      Link link = link(network, Role.DISPATCHER, Optional.empty(), "dispatchers", Peer.RECEIVERS);
      for (int i = 0; i < farm.receivers(); i++) {
        link.open(farm.door(i), farm.address(i));
      }
    }
  }

  /** Where a receiver is told of events. */
  String callbackUrl(Farm farm, int receiver) {
    return network == null ? farm.url(receiver) : farm.doorUrl(receiver);
  }

  /** All links, with the copies that they were made for. */
  List<WiredLink> links(List<ServicePart> copies) {
    return wires.stream()
        .map(
            wire ->
                new WiredLink(
                    wire.link(),
                    wire.from(),
                    wire.copy()
                        .flatMap(
                            name -> copies.stream().filter(c -> c.name().equals(name)).findFirst()),
                    wire.to()))
        .toList();
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
  }
}
