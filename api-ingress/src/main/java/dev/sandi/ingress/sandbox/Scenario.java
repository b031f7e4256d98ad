package dev.sandi.ingress.sandbox;

import dev.sandi.value.OtpCode;
import dev.sandi.value.SimulatedOutcome;
import org.jspecify.annotations.Nullable;

/**
 * How a request to send a code is played.
 *
 * @param sandbox whether its SMS goes to the simulated handset and never to a real gateway
 * @param outcome what the simulated handset does; null if it just gets the SMS
 * @param code what is sent if the client has no code of its own; null if one is to be generated
 */
public record Scenario(
    boolean sandbox, @Nullable SimulatedOutcome outcome, @Nullable OtpCode code) {

  /** As any other request, to a handset that is simulated in a sandbox only. */
  static Scenario plain(boolean sandbox) {
    return new Scenario(sandbox, null, null);
  }

  static Scenario simulated(SimulatedOutcome outcome, @Nullable OtpCode code) {
    return new Scenario(true, outcome, code);
  }

  /** Whether it meets no block and no rate, and costs no quota: nothing real comes of it. */
  public boolean free() {
    return outcome != null;
  }
}
