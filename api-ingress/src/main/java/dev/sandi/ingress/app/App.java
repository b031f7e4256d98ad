package dev.sandi.ingress.app;

import dev.sandi.value.AppId;

/**
 * An app that may ask, with the settings that decide about a request.
 *
 * @param sandbox whether everything it sends goes to the simulated handset
 * @param insecureCallbacks whether its callbacks may go to plain {@code http}
 * @param returnOtp whether the answer to a request repeats the client's own code
 */
public record App(AppId id, boolean sandbox, boolean insecureCallbacks, boolean returnOtp) {

  /** A sandbox is where callbacks are tried out, often without a certificate. */
  public boolean allowsInsecureCallbacks() {
    return insecureCallbacks || sandbox;
  }
}
