package dev.sandi.processor.gateway;

/** Which gateways there are, whether they are open on this copy or not. */
public interface DefinedGateways {

  /**
   * Whether a gateway is defined, enabled or not. True as long as that is not known, as at the
   * start: whoever asks comes again.
   */
  boolean isDefined(String name, String kind);
}
