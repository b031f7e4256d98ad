package dev.sandi.bench.crash;

import dev.sandi.bench.crash.Part.Role;
import dev.sandi.bench.network.Link;
import dev.sandi.bench.network.LinkFault;
import java.util.Optional;
import java.util.Set;

/**
 * A link of the installation.
 *
 * @param from who connects by it
 * @param copy whose it is alone; none if several connect by it
 * @param to what it leads to
 */
record WiredLink(Link link, Role from, Optional<ServicePart> copy, Peer to) {

  /** What a copy connects to. */
  enum Peer {
    BROKER,
    DATABASE,
    PROCESSOR,
    GATEWAY,
    RECEIVERS
  }

  boolean isWell() {
    return link.isWell() && copy.map(ServicePart::isReady).orElse(true);
  }

  /** What such a fault of it may lead to. */
  Impact impact(LinkFault fault) {
    if (to == Peer.GATEWAY) {
      return Impact.doubting(Doubt.SUBMITS, Doubt.LATE_SUBMITS);
    } else if (to == Peer.RECEIVERS) {
      return Impact.doubting(Doubt.CALLBACKS);
    } else if (to != Peer.DATABASE) {
      return Impact.NONE;
    }
    Impact impact =
        from == Role.PROCESSOR
            ? Impact.doubting(Doubt.SUBMITS)
            : from == Role.DISPATCHER ? Impact.doubting(Doubt.CALLBACKS) : Impact.NONE;
    Set<String> copies = copy.map(one -> Set.of(one.name())).orElse(Set.of());
    return fault.cuts() ? impact.cuttingOff(copies) : impact.unready(copies);
  }
}
