package dev.sandi.processor.routing;

import java.util.List;
import java.util.Optional;

/**
 * What is configured at one moment.
 *
 * @param version grows with every change
 * @param gateways by name; {@value GatewayDefinition#SIMULATOR} is among them
 * @param routes a route may name a gateway that is not there any more: it is passed over
 */
public record Configured(long version, List<GatewayDefinition> gateways, RouteTable routes) {

  public Configured {
    gateways = List.copyOf(gateways);
  }

  public Optional<GatewayDefinition> gateway(String name) {
    return gateways.stream().filter(gateway -> gateway.name().equals(name)).findFirst();
  }
}
