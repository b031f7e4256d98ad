package dev.sandi.ingress.sandbox;

import dev.sandi.crypto.Sealer;
import dev.sandi.ingress.app.App;
import dev.sandi.ingress.app.TestNumber;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SimulatedOutcome;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides, ahead of every real check, what a request is that is not to reach a real handset: to a
 * magic number of the sandbox, to a test number of its app, or any other of a sandbox.
 */
@Component
public class Sandbox {

  private final Sealer sealer;

  Sandbox(Sealer sealer) {
    this.sealer = sealer;
  }

  /**
   * How a request to send a code is played.
   *
   * @param sandboxPath whether it came on the sandbox's own path; all of an app in sandbox mode is
   *     of the sandbox as well
   * @throws Refusal if the number is a magic one that stands for a refusal
   */
  public Scenario send(App app, PhoneNumber msisdn, boolean sandboxPath) {
    boolean sandbox = sandboxPath || app.sandbox();
    if (sandbox) {
      Optional<Scenario> magic = MagicNumbers.send(msisdn, app.limits());
      if (magic.isPresent()) {
        return magic.get();
      }
    }
    TestNumber test = app.testNumbers().get(msisdn);
    return test == null ? Scenario.plain(sandbox) : scenario(test, app, msisdn);
  }

  /** What a magic number makes of any code; empty if the code is to be looked at. */
  public Optional<Verification> verify(App app, PhoneNumber msisdn, boolean sandboxPath) {
    return sandboxPath || app.sandbox() ? MagicNumbers.verify(msisdn) : Optional.empty();
  }

  /** Whether a code of this number was sent to the simulated handset, asked on the same path. */
  public boolean simulates(App app, PhoneNumber msisdn, boolean sandboxPath) {
    return sandboxPath || app.sandbox() || app.testNumbers().containsKey(msisdn);
  }

  private Scenario scenario(TestNumber test, App app, PhoneNumber msisdn) {
    String code = sealer.open(test.sealedCode(), TestNumber.context(app.id(), msisdn)).reveal();
    return Scenario.simulated(SimulatedOutcome.of(test.outcome()), OtpCode.of(code));
  }
}
