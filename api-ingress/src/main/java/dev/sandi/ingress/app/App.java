package dev.sandi.ingress.app;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.util.Map;

/**
 * An app that may ask, with the settings that decide about a request.
 *
 * @param sandbox whether everything it sends goes to the simulated handset
 * @param trial whether its quota is one for testing
 * @param insecureCallbacks whether its callbacks may go to plain {@code http}
 * @param returnOtp whether the answer to a request repeats the client's own code
 * @param enforcesBlocks whether blocked numbers are refused at once; if not, it is the processor
 *     that notes them, or passes them over
 * @param testNumbers numbers of its own tests
 */
public record App(
    AppId id,
    boolean sandbox,
    boolean trial,
    boolean insecureCallbacks,
    boolean returnOtp,
    boolean enforcesBlocks,
    Limits limits,
    Map<PhoneNumber, TestNumber> testNumbers) {

  /** A sandbox is where callbacks are tried out, often without a certificate. */
  public boolean allowsInsecureCallbacks() {
    return insecureCallbacks || sandbox;
  }
}
