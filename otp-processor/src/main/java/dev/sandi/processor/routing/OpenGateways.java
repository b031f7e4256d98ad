package dev.sandi.processor.routing;

import dev.sandi.processor.gateway.GatewayStatus;
import java.util.Optional;

/** The gateways as this copy has them open, for whoever operates them. */
public interface OpenGateways {

  /** Of a copy that has none open. */
  OpenGateways NONE =
      new OpenGateways() {
        @Override
        public long version() {
          return -1;
        }

        @Override
        public Optional<GatewayStatus> status(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> breaker(String name) {
          return Optional.empty();
        }
      };

  /** The version of the definitions that this copy follows; -1 if it does not run. */
  long version();

  /** How a gateway is; empty if it is not open here. */
  Optional<GatewayStatus> status(String name);

  /** State of its circuit breaker: {@code closed}, {@code open} or {@code half_open}. */
  Optional<String> breaker(String name);
}
