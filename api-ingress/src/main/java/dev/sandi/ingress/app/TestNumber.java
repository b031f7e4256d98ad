package dev.sandi.ingress.app;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;

/**
 * A number of an app's own tests: it never reaches a real gateway, costs no quota and meets no
 * rate.
 *
 * @param sealedCode the code that is always sent, sealed with {@link #context} as context
 * @param outcome what its simulated handset does, a name of {@link
 *     dev.sandi.value.SimulatedOutcome}
 */
public record TestNumber(String sealedCode, String outcome) {

  /** What the code of a number is sealed for: {@code <app id>/<msisdn>}. */
  public static String context(AppId app, PhoneNumber msisdn) {
    return app.value() + "/" + msisdn.digits();
  }

  @Override
  public String toString() {
    return "TestNumber[" + outcome + "]";
  }
}
