package dev.sandi.processor.report;

import java.util.OptionalDouble;

/**
 * How gateways have done of late, by country. Of what was sent in the last minutes nothing is said
 * yet: its reports and verifications are still under way.
 */
public interface DeliveryFigures {

  /** For all countries together. */
  String EVERYWHERE = "*";

  /**
   * Of the messages that a gateway took, the share that it reported as delivered, from 0 to 1.
   *
   * @param country as in ISO 3166, {@code ZZ} for numbers that belong nowhere, or {@value
   *     #EVERYWHERE}
   * @return empty if there were too few, and of a gateway that reports nothing at all
   */
  OptionalDouble deliveryRate(String gateway, String country);

  /**
   * Of the messages that a gateway took, the share whose code was verified, from 0 to 1; one that
   * was sent again by another gateway counts as not verified.
   *
   * @param country as above
   * @return empty if there were too few
   */
  OptionalDouble conversion(String gateway, String country);

  /**
   * Whether far fewer of a gateway's messages arrive than did before, by its reports of the last
   * minutes. False of one of which too little is known.
   */
  boolean hasDropped(String gateway);
}
