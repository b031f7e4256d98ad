package dev.sandi.processor.routing;

import java.util.OptionalDouble;

/** How well gateways have done lately, as shares from 0 to 1; empty while too little is known. */
public interface Figures {

  /** Of a copy that measures nothing. */
  Figures NONE =
      new Figures() {
        @Override
        public OptionalDouble deliveryRate(String gateway, String country) {
          return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble conversion(String gateway, String country) {
          return OptionalDouble.empty();
        }
      };

  /**
   * Messages that were reported as delivered, of those whose report could be there.
   *
   * @param country as in ISO 3166
   */
  OptionalDouble deliveryRate(String gateway, String country);

  /**
   * Codes that were verified, of those that were sent long enough ago.
   *
   * @param country as in ISO 3166
   */
  OptionalDouble conversion(String gateway, String country);
}
