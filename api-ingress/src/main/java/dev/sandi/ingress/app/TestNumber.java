package dev.sandi.ingress.app;

/**
 * A number of an app's own tests: it never reaches a real gateway, costs no quota and meets no
 * rate.
 *
 * @param sealedCode the code that is always sent, sealed with {@code <app id>/<msisdn>} as context
 * @param outcome what its simulated handset does: {@code delivered}, {@code undelivered}, {@code
 *     failed} or {@code late}
 */
public record TestNumber(String sealedCode, String outcome) {

  @Override
  public String toString() {
    return "TestNumber[" + outcome + "]";
  }
}
